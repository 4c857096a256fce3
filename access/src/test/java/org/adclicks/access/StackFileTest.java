package org.adclicks.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.adclicks.access.StackFile.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFileTest {

  @TempDir private Path folder;

  @Test
  void saysWhatWasWritten() throws IOException {
    StackFile.write(
        folder, Map.of(Entry.KAFKA, "127.0.0.1:9092", Entry.ARCHIVE, "/var/Zürich und so/archive"));
    StackFile file = StackFile.read(folder).orElseThrow();
    assertThat(file.value(Entry.KAFKA)).contains("127.0.0.1:9092");
    assertThat(file.value(Entry.ARCHIVE)).contains("/var/Zürich und so/archive");
    assertThat(file.value(Entry.FLINK)).isEmpty();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void saysNothingWhereNoStackRuns() throws IOException {
    assertThat(StackFile.read(folder)).isEmpty();
  }

  @Test
  void aFileOfSomethingElseIsNoStack() throws IOException {
    Files.writeString(StackFile.in(folder), "kafka.bootstrap=\\u12");
    assertThatThrownBy(() -> StackFile.read(folder)).hasMessageContaining("not a file of");
  }
}
