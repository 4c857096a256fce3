package org.adclicks.pipeline.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an embedded Flink must be told by a configuration folder, since Beam's options do not reach
 * it: where to go on from ({@code --savepointPath} is for clusters only), to listen on loopback
 * alone, to let nobody cancel the job by HTTP, and to tell its figures with ours.
 */
final class EmbeddedFlinkConf {

  static final String OPTION = "flinkConfDir";

  private static final String COMMON =
      """
      rest.address: 127.0.0.1
      rest.bind-address: 127.0.0.1
      jobmanager.bind-host: 127.0.0.1
      taskmanager.bind-host: 127.0.0.1
      web.cancel.enable: false
      web.submit.enable: false
      # A tenth of it is one exchange between two steps; the embedded engine's 64 are just too few.
      taskmanager.memory.network.min: 128mb
      taskmanager.memory.network.max: 128mb
      # Each of some 250 exchanges has a thread that looks so often whether something waits (docs/decisions/0053).
      execution.buffer-timeout.interval: 250 ms
      # Its watch dog would end the only worker there is, and the job stand for ever.
      task.cancellation.timeout: 0
      # The one before is there if the newest is damaged.
      state.checkpoints.num-retained: 2
      # Smaller by half; what is compressed has checksums, which Flink does not look at (docs/decisions/0054).
      execution.checkpointing.snapshot-compression: true
      metrics.reporters: adclicks
      metrics.reporter.adclicks.factory.class: org.adclicks.pipeline.metrics.FlinkJobReporterFactory
      metrics.reporter.adclicks.interval: 5 s
      """;

  private static final String FILE = "config.yaml";

  /** Earlier builds wrote it; Flink would read it instead, and end a value at its first '#'. */
  private static final String LEGACY_FILE = "flink-conf.yaml";

  private EmbeddedFlinkConf() {}

  /** Writes the configuration into a folder, which is what {@link #OPTION} takes. */
  static Path write(Path folder, Optional<String> checkpoint) throws IOException {
    String restore =
        checkpoint
            .map(
                from ->
                    "execution.savepoint.path: "
                        + quoted(from)
                        // Deletes it once there are newer ones.
                        + "\nexecution.savepoint-restore-mode: CLAIM\n")
            .orElse("");
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(LEGACY_FILE));
    Files.writeString(folder.resolve(FILE), COMMON + restore);
    return folder;
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
