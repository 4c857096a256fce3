package org.adclicks.localstack.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreJobReportTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String STREAM = "adclicks_job_queue_number_told 1250";

  private static StoreJobReport behind(int seconds) {
    return StoreJobReport.of(
        Optional.of(
            MetricsPage.parse(
                """
                adclicks_job_queue_number_read{share="share 0 of 2"} 1240
                adclicks_job_queue_number_read{share="share 1 of 2"} 1230
                adclicks_job_queue_records_left{share="share 0 of 2"} 4000
                adclicks_job_queue_records_left{share="share 1 of 2"} 0
                adclicks_job_queue_behind_seconds{share="share 0 of 2"} %d
                adclicks_job_queue_behind_seconds{share="share 1 of 2"} 0
                adclicks_job_store_write_seconds_count 4
                adclicks_job_store_write_seconds_sum 0.01
                """
                    .formatted(seconds))),
        Optional.of(MetricsPage.parse(STREAM)));
  }

  @Test
  void showsTheReaderThatIsFarthestBehind() {
    assertThat(behind(7).lines())
        .contains(
            "store job 7 s behind; queue read through number 1,230 of 1,250, records left 4,000",
            "          store writes 4, mean 2.5 ms, retried 0, given up 0");
    assertThat(behind(7).isBehind()).isFalse();
    assertThat(behind(7).complaints(NOW)).isEmpty();
  }

  @Test
  void aJobFarBehindWantsSomebody() {
    assertThat(behind(11).isBehind()).isTrue();
    assertThat(behind(120).complaints(NOW)).isEmpty();
    assertThat(behind(121).complaints(NOW))
        .singleElement()
        .asString()
        .contains("121 s behind", "4,000 records wait");
  }

  @Test
  void aJobThatShowsNothingOrHasNotBegunIsBehind() {
    StoreJobReport silent = StoreJobReport.of(Optional.empty(), Optional.empty());
    assertThat(silent.isBehind()).isTrue();
    assertThat(silent.lines()).containsExactly("store job shows no metrics just now");
    StoreJobReport starting =
        StoreJobReport.of(Optional.of(MetricsPage.parse("")), Optional.empty());
    assertThat(starting.isBehind()).isTrue();
    assertThat(starting.lines()).first().asString().contains("has not begun to read", "- of -");
  }
}
