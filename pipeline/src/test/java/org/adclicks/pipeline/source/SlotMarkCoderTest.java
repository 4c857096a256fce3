package org.adclicks.pipeline.source;

import java.util.List;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class SlotMarkCoderTest {

  private static final SlotMark MARK =
      new SlotMark(
          "topic",
          1_700_000_000_000L,
          List.of(
              new PartitionMark(0, 12, 1_700_000_000_001L, 1_500),
              new PartitionMark(
                  2, PartitionMark.FROM_THE_BEGINNING, PartitionClock.NEVER, Long.MAX_VALUE)));

  @Test
  void givesTheMarkBack() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(SlotMarkCoder.of(), MARK);
    CoderProperties.coderDecodeEncodeEqual(
        SlotMarkCoder.of(), new SlotMark("", PartitionClock.NEVER, List.of()));
    SlotMark inRound =
        new SlotMark(
            "topic",
            MARK.watermarkMillis(),
            MARK.partitions(),
            new RoundMark(1_700_000_000_000L, 12, true, 5));
    CoderProperties.coderDecodeEncodeEqual(SlotMarkCoder.of(), inRound);
    CoderProperties.coderDeterministic(SlotMarkCoder.of(), MARK, MARK);
    SerializableUtils.ensureSerializable(SlotMarkCoder.of());
  }
}
