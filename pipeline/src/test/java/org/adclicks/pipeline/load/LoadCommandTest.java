package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.adclicks.pipeline.source.FieldCase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void sendsNoKeyInTheClearToAnotherMachine() throws IOException {
    Path key = Files.writeString(folder.resolve("platform.key"), "adclicks_secret\n");

    assertThat(
            run(
                clicks,
                "--query=192.0.2.1:8080",
                "--api-key-file=" + key,
                "--bootstrap=127.0.0.1:1",
                "--state-dir=" + folder))
        .isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "load: the key could be read on its way to 192.0.2.1:8080: ask through --tls or"
                + " --tls-ca FILE");
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

  // Nothing is sent: there is not even a Kafka.
  @ParameterizedTest
  @CsvSource({
    "gz-plain-appended.csv.gz,  stops being gzip at byte",
    "gz-garbage-between.csv.gz, stops being gzip at byte",
    "gz-truncated.csv.gz,       is not a whole gzip file",
    "gz-crc.csv.gz,             is not a whole gzip file",
    "clicks.zip,                is zip: unpack it first",
    "gzgz.csv.gz,               is gzip inside gzip: unpack it first"
  })
  void refusesAFieldCaseThatIsNoWholeLog(String name, String reason) {
    String file = FieldCase.file(name).toString();

    assertThat(run(clicks, file, "--state-dir=" + folder)).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("load: " + file + " " + reason)
        .endsWith("; nothing was sent" + System.lineSeparator());
  }

  @Test
  void refusesUtf16() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("windows.csv"), "a,1,u,::1,US\r\n", StandardCharsets.UTF_16);

    assertThat(run(file.toString(), "--state-dir=" + folder)).isEqualTo(1);
    assertThat(err.toString()).contains("windows.csv is UTF-16: make it UTF-8 first");
  }

  @Test
  void readsStandardInputOnce() {
    assertThat(run("-", "-", "--state-dir=" + folder)).isEqualTo(2);
    assertThat(err.toString()).contains("can be read once only");
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
