package org.adclicks.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortReservationTest {

  @TempDir Path folder;

  @Test
  void isForOneAtATimeAndLeavesNoFile() {
    PortReservation first = PortReservation.take(folder, 20_001).orElseThrow();
    assertThat(PortReservation.take(folder, 20_001)).isEmpty();
    first.close();
    assertThat(folder).isEmptyDirectory();
    PortReservation.take(folder, 20_001).orElseThrow().close();
  }

  @Test
  void removesWhatDeadProcessesLeftAndNothingElse() throws Exception {
    Files.createFile(folder.resolve("20002"));
    try (PortReservation held = PortReservation.take(folder, 20_003).orElseThrow()) {
      PortReservation.removeAbandoned(folder);
      assertThat(folder.toFile().list()).containsExactly("20003");
      assertThat(held).isNotNull();
    }
  }

  @Test
  void aLockOfAFileThatIsGoneIsNone() throws Exception {
    // As when its holder removes it between another's opening and locking.
    Path file = folder.resolve("20004");
    try (FileChannel opened =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Files.delete(file);
      assertThat(opened.tryLock()).isNotNull();
      try (PortReservation taken = PortReservation.take(folder, 20_004).orElseThrow()) {
        assertThat(PortReservation.take(folder, 20_004)).isEmpty();
        assertThat(taken).isNotNull();
      }
    }
  }
}
