package org.adclicks.click;

/**
 * Where a line came from.
 *
 * @param topic the Kafka topic, or the file's path
 * @param partition the Kafka partition; 0 for a file
 * @param offset the Kafka offset, or the line's first byte in the uncompressed file
 */
public record Origin(String topic, int partition, long offset) {}
