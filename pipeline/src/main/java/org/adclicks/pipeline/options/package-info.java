/** The stream's options: what can be given, and the checked settings that come of it. */
@NullMarked
package org.adclicks.pipeline.options;

import org.jspecify.annotations.NullMarked;
