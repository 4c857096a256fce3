package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.junit.jupiter.api.Test;

class QueueClockTest {

  private final QueueClock clock = new QueueClock();

  @Test
  void tellsWhatEveryPartitionHasBeenReadBehind() {
    clock.know(Set.of(0, 1, 2));
    assertThat(clock.watermark()).isZero();

    clock.number(0, 5);
    clock.number(1, 5);
    assertThat(clock.watermark()).isZero();
    assertThat(clock.of(0)).isEqualTo(5);
    assertThat(clock.of(2)).isZero();

    clock.number(2, 5);
    assertThat(clock.watermark()).isEqualTo(5);
  }

  /** A later mark vouches for an earlier one; of two senders the slower one takes nothing back. */
  @Test
  void takesMarksInAnyOrder() {
    clock.know(Set.of(0, 1));
    clock.number(0, 7);
    clock.number(0, 12);
    clock.number(1, 12);
    assertThat(clock.watermark()).isEqualTo(12);

    clock.number(1, 7);
    assertThat(clock.of(1)).isEqualTo(12);
    assertThat(clock.watermark()).isEqualTo(12);
  }

  /** Its mark came to one partition and never to the others: the next sender's does. */
  @Test
  void isNotMovedByOneWhoDiedBetweenMarks() {
    clock.know(Set.of(0, 1, 2));
    clock.number(0, 3);
    clock.number(1, 3);
    clock.number(0, 9);
    clock.number(2, 9);
    assertThat(clock.watermark()).isEqualTo(3);

    clock.number(1, 9);
    assertThat(clock.watermark()).isEqualTo(9);
  }

  @Test
  void aRecordThatIsNoMarkMovesNothing() {
    clock.know(Set.of(1));
    clock.number(1, 4);
    clock.number(1, 0);
    assertThat(clock.watermark()).isEqualTo(4);
  }

  @Test
  void goesOnFromACheckpointOnceThePartitionsAreKnown() {
    clock.restore(0, 8);
    clock.restore(1, 6);
    assertThat(clock.watermark()).isZero();
    assertThat(clock.of(0)).isEqualTo(8);

    clock.know(Set.of(0, 1));
    assertThat(clock.watermark()).isEqualTo(6);
  }

  /** A partition the checkpoint did not know has told nothing yet. */
  @Test
  void isHeldByAPartitionThatCameAfterTheCheckpoint() {
    clock.restore(0, 8);
    clock.know(Set.of(0, 1));
    assertThat(clock.watermark()).isZero();
    clock.number(1, 9);
    assertThat(clock.watermark()).isEqualTo(8);
  }

  @Test
  void beginsAnewForAnotherTopic() {
    clock.restore(0, 8);
    clock.forget();
    clock.know(Set.of(0));
    assertThat(clock.watermark()).isZero();
    clock.number(0, 2);
    assertThat(clock.watermark()).isEqualTo(2);
  }

  @Test
  void aShareWithoutPartitionsHoldsNobodyAndDoesNotEnd() {
    clock.know(Set.of());
    assertThat(clock.watermark())
        .isEqualTo(QueueClock.HOLDS_NOBODY)
        .isLessThan(GlobalWindow.INSTANCE.maxTimestamp().getMillis());
  }
}
