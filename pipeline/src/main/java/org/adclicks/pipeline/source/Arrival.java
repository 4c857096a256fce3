package org.adclicks.pipeline.source;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** When the queue took a record in: the broker's own stamp, or now where it stamps none. */
final class Arrival {

  private Arrival() {}

  static long millisOf(ConsumerRecord<?, ?> record, long nowMillis) {
    return record.timestampType() == TimestampType.LOG_APPEND_TIME ? record.timestamp() : nowMillis;
  }
}
