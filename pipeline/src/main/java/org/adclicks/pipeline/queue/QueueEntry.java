package org.adclicks.pipeline.queue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.adclicks.pipeline.kafka.DecimalHeader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What lies at an offset of the queue.
 *
 * @param partitions over how many its sender spreads
 * @param number of the mark or control record; 0 for any other record
 * @param record null for a mark
 */
record QueueEntry(int partitions, long number, @Nullable QueuedRecord record) {

  /**
   * Reads it.
   *
   * @throws IOException if no stream has sent it
   */
  static QueueEntry of(ConsumerRecord<byte[], byte[]> record) throws IOException {
    int partitions = (int) number(record, QueueHeaders.PARTITIONS, Integer.MAX_VALUE);
    boolean isFirst = record.partition() == QueueHeaders.CONTROL_PARTITION;
    if (has(record, QueueHeaders.MARK)) {
      long number = number(record, QueueHeaders.MARK, QueueClock.HOLDS_NOBODY - 1);
      if (isFirst) {
        throw foreign(record, "a mark in the partition of control records");
      }
      return new QueueEntry(partitions, number, null);
    }
    Header type = record.headers().lastHeader(QueueHeaders.TYPE);
    if (type == null || type.value() == null || type.value().length == 0) {
      throw foreign(record, "no header " + QueueHeaders.TYPE);
    }
    boolean isControl = has(record, QueueHeaders.CONTROL);
    if (isControl && !isFirst) {
      throw foreign(record, "a control record in another partition than its own");
    }
    QueuedRecord queued =
        new QueuedRecord(
            record.partition(),
            record.offset(),
            new String(type.value(), StandardCharsets.UTF_8),
            has(record, QueueHeaders.CORRECTION),
            has(record, QueueHeaders.RESENT),
            record.value() == null
                ? ByteString.EMPTY
                : UnsafeByteOperations.unsafeWrap(record.value()));
    return new QueueEntry(
        partitions, isControl ? QueueHeaders.numberOf(record.offset()) : 0, queued);
  }

  private static boolean has(ConsumerRecord<?, ?> record, String header) {
    return record.headers().lastHeader(header) != null;
  }

  private static long number(ConsumerRecord<?, ?> record, String header, long most)
      throws IOException {
    OptionalLong number = DecimalHeader.read(record.headers(), header);
    if (number.isEmpty() || number.getAsLong() <= 0 || number.getAsLong() > most) {
      throw foreign(record, "no number in a header " + header);
    }
    return number.getAsLong();
  }

  private static IOException foreign(ConsumerRecord<?, ?> record, String why) {
    return new IOException(
        "offset %d of partition %d of topic %s is of no stream (%s): see to it that nobody else sends there, delete what is before offset %d of the partition (kafka-delete-records.sh), and start the store with auto.offset.reset=earliest in the file that --kafkaConfig names"
            .formatted(
                record.offset(), record.partition(), record.topic(), why, record.offset() + 1));
  }
}
