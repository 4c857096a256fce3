/** Child processes: started, watched, logged, and ended with their parent. */
@NullMarked
package org.adclicks.localstack.process;

import org.jspecify.annotations.NullMarked;
