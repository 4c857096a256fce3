package org.adclicks.pipeline;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.v1.RejectedClick;
import org.adclicks.v1.RejectionReason;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What is said of a line that is no click: why, its bytes, and where it lay. */
record RejectedRecord(
    RejectionReason reason, String raw, String topic, int partition, long offset) {

  /** Of a log's bad lines, which were sent there. */
  static List<RejectedRecord> of(SampleLog log, List<RecordMetadata> sent) {
    List<RejectedRecord> all = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      RecordMetadata place = sent.get(i);
      all.add(
          new RejectedRecord(
              SampleLog.REASONS.get(i),
              log.bad().get(i),
              place.topic(),
              place.partition(),
              place.offset()));
    }
    return all;
  }

  /** What a topic says; at least so many. */
  static List<RejectedRecord> in(String topic, String bootstrapServers, int atLeast) {
    return Topics.values(bootstrapServers, topic, atLeast).stream()
        .map(RejectedRecord::read)
        .toList();
  }

  private static RejectedRecord read(byte[] value) {
    try {
      RejectedClick message = RejectedClick.parseFrom(value);
      return new RejectedRecord(
          message.getReason(),
          message.getRaw().toString(StandardCharsets.UTF_8),
          message.getOrigin().getTopic(),
          message.getOrigin().getPartition(),
          message.getOrigin().getOffset());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
