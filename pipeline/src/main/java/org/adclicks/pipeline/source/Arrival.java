package org.adclicks.pipeline.source;

import java.time.Clock;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;

/** When the queue took a record in: the broker's own stamp, or now where it stamps none. */
final class Arrival {

  private Arrival() {}

  static long millisOf(KafkaRecord<?, ?> record, Clock clock) {
    return record.getTimestampType() == KafkaTimestampType.LOG_APPEND_TIME
        ? record.getTimestamp()
        : clock.millis();
  }
}
