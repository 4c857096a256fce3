package org.adclicks.query.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.TooBusyException;
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
    MinuteInterval month = new MinuteInterval(0, 31L * 24 * 3_600_000);
    assertThat(Admission.ofIndex(month)).isGreaterThan(Admission.CHEAP);
  }
}
