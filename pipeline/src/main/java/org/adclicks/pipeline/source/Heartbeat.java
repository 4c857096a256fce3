package org.adclicks.pipeline.source;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.adclicks.pipeline.kafka.DecimalHeader;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record that says "no click before this time comes through this partition any more", so that a
 * shipper can close a minute without waiting for the watermark's delay.
 *
 * <p>Shape: header {@value #HEADER} with milliseconds since 1970 as decimal ASCII, no value.
 */
public final class Heartbeat {

  public static final String HEADER = "adclicks-watermark";

  private Heartbeat() {}

  /** The heartbeat to send to one partition. */
  public static ProducerRecord<byte[], byte[]> to(String topic, int partition, long millis) {
    ProducerRecord<byte[], byte[]> heartbeat = new ProducerRecord<>(topic, partition, null, null);
    heartbeat.headers().add(HEADER, Long.toString(millis).getBytes(StandardCharsets.US_ASCII));
    return heartbeat;
  }

  /** The time a record's headers name; nothing if it is no heartbeat or an unreadable one. */
  public static OptionalLong timeOf(Headers headers) {
    return DecimalHeader.read(headers, HEADER);
  }
}
