/**
 * One class per command of the launcher: demo, up, down, status, schema, topics, and what runs
 * behind up.
 */
@NullMarked
package org.adclicks.localstack.command;

import org.jspecify.annotations.NullMarked;
