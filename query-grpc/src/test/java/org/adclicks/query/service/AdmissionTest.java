package org.adclicks.query.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.TooBusyException;
import org.adclicks.query.store.ClickPiece;
import org.adclicks.query.store.StoredTable;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final long EXPENSIVE = 100_000;

  @Test
  void refusesWhatIsExpensiveBesideItsLikeAndNeverWhatIsCheap() {
    Admission admission = Admission.of(2, 1);
    boolean done =
        admission.admit(
            EXPENSIVE,
            () -> {
              assertThatExceptionOfType(TooBusyException.class)
                  .isThrownBy(() -> admission.admit(EXPENSIVE, () -> true));
              return admission.admit(Admission.CHEAP, () -> true);
            });
    assertThat(done).isTrue();
    assertThat(admission.admit(EXPENSIVE, () -> true)).as("its permits are back").isTrue();
  }

  @Test
  void knowsWhatIsCheap() {
    assertThat(Admission.ofList(1, 1000)).isLessThan(Admission.CHEAP);
    assertThat(Admission.ofList(20, 100)).isLessThan(Admission.CHEAP);
    assertThat(Admission.ofList(60, 1000)).isGreaterThan(Admission.CHEAP);
    assertThat(Admission.ofIndex(hours(24 * 31, true))).isGreaterThan(Admission.CHEAP);
    assertThat(Admission.ofIndex(hours(24 * 7, true))).isLessThan(Admission.CHEAP);
    assertThat(Admission.ofIndex(hours(24, false))).isGreaterThan(Admission.CHEAP);
  }

  private static List<ClickPiece> hours(int count, boolean rewritten) {
    MinuteInterval hour = new MinuteInterval(0, 3_600_000);
    StoredTable table = rewritten ? StoredTable.CLICK_HOURS : StoredTable.CLICKS_BY_MINUTE;
    return Collections.nCopies(count, new ClickPiece(table, new ClickBuckets(64), 0, hour));
  }
}
