package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.adclicks.v1.Minute;
import org.junit.jupiter.api.Test;

class AccountsTest {

  @Test
  void everyLineIsOneOfFour() {
    Accounts accounts =
        Accounts.of(
            List.of(
                Minute.newBuilder().setClicks(90).setDuplicates(3).setLate(5).build(),
                Minute.newBuilder().setClicks(10).setTooLate(2).setRejected(1).build()));

    assertThat(accounts).isEqualTo(new Accounts(100, 3, 2, 1));
    assertThat(accounts.all()).isEqualTo(106);
  }

  @Test
  void leavesOutWhatWasThereBefore() {
    assertThat(new Accounts(100, 3, 2, 1).since(new Accounts(40, 3, 0, 1)))
        .isEqualTo(new Accounts(60, 0, 2, 0));
  }
}
