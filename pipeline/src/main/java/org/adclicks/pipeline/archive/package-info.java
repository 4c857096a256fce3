/** The archive: every accepted click, kept raw in Parquet files, duplicates included. */
@NullMarked
package org.adclicks.pipeline.archive;

import org.jspecify.annotations.NullMarked;
