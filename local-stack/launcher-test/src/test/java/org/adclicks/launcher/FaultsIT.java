package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three of the kill matrix's faults, one on top of the other, and everything held against what the
 * queue really had (docs/reliability.md).
 *
 * <p>A drill: two cores take five minutes for it.
 */
@Tag("drill")
class FaultsIT {

  @TempDir Path folder;

  @Test
  void nothingIsWrongWhenTheJobTheStoreAndTheQueueAreKilled() throws Exception {
    Launcher.Result result =
        new Launcher(folder)
            .run(
                "bench",
                "faults",
                "--faults=pipeline,cassandra,kafka",
                "--together",
                "--rate=300",
                // Other tests run beside it: what is looked for is what is wrong, not what is slow.
                "--force",
                "--recover=5m",
                "--report-dir=" + folder.resolve("report"));
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.err())
        .containsPattern("[1-9]\\d* answers asked meanwhile: 0 CLOSED and wrong, 0 older")
        .containsPattern("[1-9]\\d* lines are clicks; in the archive are not 0, 0 that are none")
        .contains("pipeline, cassandra, kafka: took ");
  }
}
