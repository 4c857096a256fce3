package org.adclicks.localstack.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkReportTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private static final String SERVICE =
      """
      # TYPE adclicks_query_requests_total counter
      adclicks_query_requests_total{grpc_status="0",method="ListMinutes",result="success"} 12.0
      adclicks_query_requests_total{grpc_status="14",method="ListMinutes",result="failure"} 2.0
      adclicks_refusals_total{reason="a \\"quoted\\" one"} 3.0
      adclicks_store_read_seconds_count 4
      adclicks_store_read_seconds_sum 0.01
      """;

  private static String job(int unread, Instant checkpoint) {
    return """
        adclicks_job_lines_read_total 20000.0
        adclicks_job_lines_rejected_total{reason="NOT_JSON"} 1.0
        adclicks_job_lines_rejected_total{reason="BAD_IP"} 2.0
        adclicks_job_partitions_unread{share="0"} %d
        adclicks_job_checkpoint_completed_timestamp_seconds %s
        adclicks_job_restarts 1
        this is no sample
        """
        .formatted(unread, checkpoint.getEpochSecond() + "E0");
  }

  @Test
  void showsWorkOnAScreen() {
    assertThat(WorkReport.of(job(0, NOW), SERVICE).lines())
        .anyMatch(
            line ->
                line.contains("lines read 20,000")
                    && line.contains("rejected 3 (BAD_IP 2, NOT_JSON 1)"))
        .anyMatch(line -> line.contains("restarts 1"))
        .contains(
            "service   questions 14 (OK 12, UNAVAILABLE 2); refused 3; store reads 4, mean 2.5 ms");
  }

  @Test
  void wantsNobodyWhileAllIsWell() {
    assertThat(WorkReport.of(job(0, NOW.minusSeconds(600)), SERVICE).complaints(NOW)).isEmpty();
    assertThat(WorkReport.of("", "").complaints(NOW)).as("no checkpoints here").isEmpty();
  }

  @Test
  void saysWhatToDoAboutPartitionsAndCheckpoints() {
    assertThat(WorkReport.of(job(2, NOW.minusSeconds(601)), SERVICE).complaints(NOW))
        .satisfiesExactly(
            partitions ->
                assertThat(partitions).startsWith("2 partitions").contains("see Kafka's log"),
            checkpoint ->
                assertThat(checkpoint).startsWith("no checkpoint for 601 s").contains("disk"));
  }
}
