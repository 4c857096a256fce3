package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.adclicks.pipeline.queue.SendControlFn.ToldTogether;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.MinuteCounts;
import org.adclicks.v1.OpenThrough;
import org.adclicks.v1.Reached;
import org.junit.jupiter.api.Test;

class SendControlFnTest {

  private static final Completeness PROGRESS =
      Completeness.newBuilder()
          .setStream(7)
          .addKept("cells")
          .setSlidingWindows("60s/10s")
          .setComplete(Reached.newBuilder().setAsOfMillis(100))
          .build();
  private static final Completeness MINUTE =
      Completeness.newBuilder()
          .setStream(7)
          .addKept("cells")
          .setSlidingWindows("60s/10s")
          .addMinutes(MinuteCounts.newBuilder().setMinuteMillis(60_000))
          .build();

  /** A reader would take the stream for one that keeps nothing. */
  @Test
  void whatSpeaksOfOpenMinutesTakesNothingFromOthers() {
    Completeness all =
        PROGRESS.toBuilder()
            .addAllMinutes(MINUTE.getMinutesList())
            .setOpen(OpenThrough.newBuilder().setThroughMillis(20))
            .build();
    assertThat(together(open(10), PROGRESS, open(20), MINUTE)).isEqualTo(all);
    assertThat(together(PROGRESS, open(20), MINUTE, open(10))).isEqualTo(all);
    assertThat(together(open(10), open(20)))
        .isEqualTo(
            Completeness.newBuilder()
                .setOpen(OpenThrough.newBuilder().setThroughMillis(20))
                .build());
  }

  @Test
  void ofProgressTheLatestIsTold() {
    Completeness later =
        PROGRESS.toBuilder().setComplete(Reached.newBuilder().setAsOfMillis(200)).build();
    assertThat(together(later, PROGRESS)).isEqualTo(later);
    assertThat(together(PROGRESS, later)).isEqualTo(later);
  }

  @Test
  void nothingIsNoMessage() {
    assertThat(new ToldTogether().message()).isNull();
    assertThat(new ToldTogether().minutes()).isZero();
  }

  private static Completeness together(Completeness... told) {
    ToldTogether together = new ToldTogether();
    List.of(told).forEach(together::add);
    Completeness all = together.message();
    return all == null ? Completeness.getDefaultInstance() : all;
  }

  private static Completeness open(long throughMillis) {
    return Completeness.newBuilder()
        .setOpen(OpenThrough.newBuilder().setThroughMillis(throughMillis))
        .build();
  }
}
