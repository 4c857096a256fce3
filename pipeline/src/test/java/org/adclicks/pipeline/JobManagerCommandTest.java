package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether it is of use to start it again, as its exit code says. */
class JobManagerCommandTest {

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  /** Of a file system that is away for a moment, say. */
  @Test
  void aSavepointThatCannotBeReadMayBeThereAnotherTime() throws Exception {
    assertThat(goOnFrom(folder.resolve("away"))).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .startsWith("jobmanager: the checkpoint or savepoint ")
        .contains("away cannot be read: ")
        .hasLineCount(1);
  }

  @Test
  void oneThatIsDamagedStaysSo() throws Exception {
    Path savepoint = Files.createDirectory(folder.resolve("savepoint"));
    Files.write(savepoint.resolve("_metadata"), new byte[10]);

    assertThat(goOnFrom(savepoint)).isEqualTo(ExitCodes.BAD_USAGE);
    assertThat(err.toString())
        .startsWith("jobmanager: the checkpoint or savepoint ")
        .contains("savepoint is damaged, or none: ")
        .hasLineCount(1);
  }

  private int goOnFrom(Path savepoint) throws IOException {
    Files.writeString(
        folder.resolve("config.yaml"),
        "jobmanager.rpc.address: 127.0.0.1\nexecution.savepoint.path: " + savepoint + "\n");
    return Main.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(
            "pipeline",
            "jobmanager",
            "--conf=" + folder,
            "--runner=FlinkRunner",
            "--kafkaBootstrapServers=127.0.0.1:1",
            "--cassandraHosts=127.0.0.1:1",
            "--archiveDir=" + folder.resolve("archive"),
            "--checkpointingInterval=1000");
  }
}
