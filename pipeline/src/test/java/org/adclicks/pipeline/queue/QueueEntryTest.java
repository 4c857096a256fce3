package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is sent with {@link QueueHeaders} is read, and nothing else is. */
class QueueEntryTest {

  private static final byte[] VALUE = {1, 2};

  @Test
  void readsRecords() throws Exception {
    for (boolean isCorrection : List.of(false, true)) {
      for (boolean isResent : List.of(false, true)) {
        assertThat(entry(2, QueueHeaders.ofRecord("a.Row", isCorrection, isResent, 6), VALUE))
            .isEqualTo(
                new QueueEntry(
                    6,
                    0,
                    new QueuedRecord(
                        2, 41, "a.Row", isCorrection, isResent, ByteString.copyFrom(VALUE))));
      }
    }
  }

  @Test
  void readsControlRecordsAndMarks() throws Exception {
    assertThat(entry(0, QueueHeaders.ofControl("a.Control", 6), VALUE))
        .isEqualTo(
            new QueueEntry(
                6,
                42,
                new QueuedRecord(0, 41, "a.Control", false, false, ByteString.copyFrom(VALUE))));
    assertThat(entry(0, QueueHeaders.ofControl("a.Control", 6, 500), VALUE))
        .as("what was told is for who sends")
        .isEqualTo(entry(0, QueueHeaders.ofControl("a.Control", 6), VALUE));
    assertThat(entry(5, QueueHeaders.ofMark(QueueHeaders.numberOf(41), 6), null))
        .isEqualTo(new QueueEntry(6, 42, null));
  }

  @Test
  void refusesWhatNoStreamSends() {
    assertForeign(1, List.of(), "no number in a header partitions");
    assertForeign(1, List.of(header("type", "a.Row")), "no number in a header partitions");
    assertForeign(1, List.of(header("partitions", "6")), "no header type");
    assertForeign(1, List.of(header("type", ""), header("partitions", "6")), "no header type");
    for (String partitions : List.of("", "0", "-6", "six", "99999999999")) {
      assertForeign(
          1,
          List.of(header("type", "a.Row"), header("partitions", partitions)),
          "no number in a header partitions");
    }
    for (String number : List.of("", "0", "x", Long.toString(QueueClock.HOLDS_NOBODY))) {
      assertForeign(
          1,
          List.of(header("mark", number), header("partitions", "6")),
          "no number in a header mark");
    }
    assertForeign(0, QueueHeaders.ofMark(7, 6), "a mark in the partition of control records");
    assertForeign(1, QueueHeaders.ofControl("a.Control", 6), "a control record in another");
  }

  @Test
  void sendersCannotSayWhatCannotBe() {
    assertThatThrownBy(() -> QueueHeaders.ofMark(0, 6))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QueueHeaders.ofRecord("a.Row", false, false, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertForeign(int partition, List<Header> headers, String why) {
    assertThatThrownBy(() -> entry(partition, headers, VALUE))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("offset 41", "partition " + partition, "topic queue", why)
        .hasMessageNotContaining("\n");
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static QueueEntry entry(int partition, List<Header> headers, byte @Nullable [] value)
      throws IOException {
    return QueueEntry.of(
        new ConsumerRecord<>(
            "queue",
            partition,
            41,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            value,
            new RecordHeaders(new ArrayList<>(headers)),
            Optional.empty()));
  }
}
