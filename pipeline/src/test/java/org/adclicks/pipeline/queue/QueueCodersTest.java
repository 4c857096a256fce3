package org.adclicks.pipeline.queue;

import com.google.protobuf.ByteString;
import java.util.List;
import org.adclicks.pipeline.kafka.StartOffsets;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class QueueCodersTest {

  @Test
  void giveRecordsBack() throws Exception {
    for (boolean isCorrection : List.of(false, true)) {
      for (boolean isResent : List.of(false, true)) {
        QueuedRecord record =
            new QueuedRecord(
                3,
                1L << 40,
                "adclicks.v1.Größe",
                isCorrection,
                isResent,
                ByteString.copyFrom(new byte[] {0, -1, 7}));
        CoderProperties.coderDecodeEncodeEqual(QueuedRecordCoder.of(), record);
        CoderProperties.coderDeterministic(QueuedRecordCoder.of(), record, record);
      }
    }
    CoderProperties.coderDecodeEncodeEqual(
        QueuedRecordCoder.of(), new QueuedRecord(0, 0, "", false, false, ByteString.EMPTY));
    SerializableUtils.ensureSerializable(QueuedRecordCoder.of());
  }

  @Test
  void giveMarksBack() throws Exception {
    QueueMark mark =
        new QueueMark(
            "topic",
            List.of(
                new QueueMark.Position(0, 12, 11),
                new QueueMark.Position(2, StartOffsets.FROM_THE_BEGINNING, 0)));
    CoderProperties.coderDecodeEncodeEqual(QueueMarkCoder.of(), mark);
    CoderProperties.coderDecodeEncodeEqual(QueueMarkCoder.of(), new QueueMark("", List.of()));
    CoderProperties.coderDeterministic(QueueMarkCoder.of(), mark, mark);
    SerializableUtils.ensureSerializable(QueueMarkCoder.of());
  }
}
