package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.ApplicationStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster ends with, for whatever starts it again: not with what a refusal ends with. */
class JobClusterTest {

  private static final String[] NO_OPTIONS = {};

  /** Flink also calls so that the main class has thrown. */
  @Test
  void aFatalErrorIsAFailure() throws Exception {
    AtomicInteger exit = new AtomicInteger(-1);
    JobCluster cluster = JobCluster.of(new Configuration(), NO_OPTIONS, exit::set);
    try {
      cluster.onFatalError(new IllegalStateException("broken by a test"));
    } finally {
      cluster.closeAsync().join();
    }
    assertThat(exit).hasValue(ExitCodes.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"SUCCEEDED, 0", "CANCELED, 0", "FAILED, 1", "UNKNOWN, 1"})
  void anEndHasTheCodeOfACommand(ApplicationStatus status, int exitCode) throws Exception {
    assertThat(JobCluster.exitCode(CompletableFuture.completedFuture(status))).isEqualTo(exitCode);
  }

  @Test
  void anEndThatIsNotCleanIsAFailure() throws Exception {
    assertThat(JobCluster.exitCode(CompletableFuture.failedFuture(new IOException("by a test"))))
        .isEqualTo(ExitCodes.FAILED);
  }
}
