package org.adclicks.pipeline.archive;

import com.google.protobuf.ByteString;

/**
 * Archive rows of one hour of arrival that travel together: a shuffle per row would cost more than
 * all the counting.
 *
 * @param arrivalHourMillis the first millisecond of the hour, UTC
 * @param rows how many there are
 * @param bytes the rows, one after another, as {@link RowEncoder} writes them
 */
record ArchivePack(long arrivalHourMillis, int rows, ByteString bytes) {}
