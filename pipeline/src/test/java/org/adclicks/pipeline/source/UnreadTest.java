package org.adclicks.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.UnreadSpan;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.junit.jupiter.api.Test;

class UnreadTest {

  private static final long SKEW = 300_000;

  private final SourceSettings settings =
      new SourceSettings(
          new TopicSettings("127.0.0.1:1", "clicks", 1, Map.of(), null, false),
          new WatermarkRule(15_000, new AllowedSkew(SKEW), 30_000),
          false);

  @Test
  void tellsOfAllTimeWhatNobodyHasRead() {
    Unread unread = new Unread(settings, null);
    assertThat(unread.isUntold(3)).isFalse();

    unread.areTrimmed(List.of(3));
    assertThat(unread.isUntold(3)).isTrue();
    assertThat(unread.isUntold(4)).isFalse();
    LogLine told = unread.tell(3, 8, 1_000_000);
    assertThat(told.unread()).isEqualTo(new UnreadSpan(0, 1_000_000 + SKEW));
    assertThat(told.origin().offset()).isEqualTo(8);
    assertThat(unread.isUntold(3)).isFalse();
  }

  @Test
  void tellsAsOftenAsRecordsAreDeletedFromWhereAllWasReadEachTime() {
    Unread unread =
        new Unread(settings, new SlotMark("", 500_000, List.of(new PartitionMark(3, 5, 1, 0))));
    unread.areTrimmed(List.of(3));
    assertThat(unread.tell(3, 8, 1_000_000).unread())
        .isEqualTo(new UnreadSpan(500_000, 1_000_000 + SKEW));

    unread.isKnown(3, 900_000);
    unread.areTrimmed(List.of(3));
    assertThat(unread.isUntold(3)).isTrue();
    assertThat(unread.tell(3, 20, 2_000_000).unread())
        .isEqualTo(new UnreadSpan(900_000, 2_000_000 + SKEW));
  }

  /** As before any click. */
  @Test
  void knowsOfNoTimeBeforeTheFirst() {
    Unread unread = new Unread(settings, null);
    unread.isKnown(0, PartitionClock.NEVER);
    unread.areTrimmed(List.of(0));
    assertThat(unread.tell(0, 1, 0).unread()).isEqualTo(new UnreadSpan(0, SKEW));
  }
}
