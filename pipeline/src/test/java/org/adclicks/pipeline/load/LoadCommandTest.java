package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadCommandTest {

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();
  private String clicks = "";

  @BeforeEach
  void writeClicks() throws IOException {
    Path file = folder.resolve("clicks.csv");
    clicks = Files.writeString(file, "ad-1,0,user-1,192.0.2.1,US\n").toString();
  }

  @Test
  void saysHowToStartAStackIfNoneIsRunning() {
    assertThat(run(clicks, "--state-dir", folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "load: no stack is running: ./adclicks up (or name an endpoint with --bootstrap)");
  }

  @Test
  void cannotWaitWithoutAQueryService() {
    assertThat(run(clicks, "--until-closed", "--bootstrap=127.0.0.1:1", "--state-dir=" + folder))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--until-closed needs a query service");
  }

  @Test
  void saysWhichFileIsMissingOrAFolder() {
    assertThat(run(folder + "/none.csv", "--state-dir", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file " + folder + "/none.csv");
    assertThat(run(folder.toString(), "--state-dir", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is a folder, not a file");
  }

  @Test
  void saysThatAGzipFileIsDamagedBeforeAnythingIsSent() throws IOException {
    byte[] damaged = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2};
    Path file = Files.write(folder.resolve("clicks.gz"), damaged);

    assertThat(run(file.toString(), "--state-dir", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("is not a whole gzip file").contains("nothing was sent");
  }

  @Test
  void wantsAFile() {
    assertThat(run()).isEqualTo(2);
  }

  private int run(String... arguments) {
    return new CommandLine(new LoadCommand())
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
