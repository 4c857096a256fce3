/**
 * What is asked: filters, times, intervals; a question's deadline and client; what is wrong with
 * it.
 */
@NullMarked
package org.adclicks.query.question;

import org.jspecify.annotations.NullMarked;
