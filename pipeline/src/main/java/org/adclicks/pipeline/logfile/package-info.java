/** Files of log lines: unpacked by content, read line by line, headers understood. */
@NullMarked
package org.adclicks.pipeline.logfile;

import org.jspecify.annotations.NullMarked;
