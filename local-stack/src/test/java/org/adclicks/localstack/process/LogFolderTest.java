package org.adclicks.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFolderTest {

  @TempDir Path stateDir;

  @Test
  void aLongLogIsMovedAsideUnderTheProcessThatWritesIt() throws Exception {
    Path log = Files.createDirectories(stateDir.resolve("logs")).resolve("kafka.log");
    try (LogFolder folder = LogFolder.of(stateDir).withLongest(100);
        FileOutputStream process = new FileOutputStream(log.toFile(), true)) {
      write(process, "first\n".repeat(20));
      folder.bound();
      write(process, "second\n");
      assertThat(log).hasContent("second");
      assertThat(Files.readString(stateDir.resolve("logs/kafka.log.1"))).startsWith("first");
      write(process, "third\n".repeat(20));
      folder.bound();
      assertThat(log).isEmptyFile();
      assertThat(Files.readString(stateDir.resolve("logs/kafka.log.1"))).startsWith("second");
    }
    try (var files = Files.list(log.getParent())) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void theEndOfALongLogIsReadWithoutTheRest() throws Exception {
    Path log = stateDir.resolve("long.log");
    Files.writeString(
        log,
        "x".repeat(100_000)
            + "\n2026-01-01 WARN  what happened\nException in thread main: gone\n\tat some.Code\n");
    LogTail tail = LogTail.of(log);
    assertThat(tail.tellingLine()).contains("Exception in thread main: gone");
    assertThat(tail.last(" WARN ")).contains("2026-01-01 WARN  what happened");
    assertThat(tail.describe()).hasSizeLessThan(1000);
    assertThat(LogTail.of(stateDir.resolve("none.log")).describe()).contains("cannot be read");
  }

  private static void write(FileOutputStream out, String text) throws Exception {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
