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

  /** A lock that this process has says nothing of what others see. */
  @Test
  void noOtherProcessGetsItWhileThisOneHasIt() throws Exception {
    try (PortReservation held = PortReservation.take(folder, 20_005).orElseThrow()) {
      assertThat(PortReservation.take(folder, 20_005)).isEmpty();
      PortReservation.removeAbandoned(folder);
      assertThat(anotherProcessGets(20_005)).isFalse();
      assertThat(anotherProcessGets(20_006)).isTrue();
      assertThat(held).isNotNull();
    }
    assertThat(anotherProcessGets(20_005)).isTrue();
  }

  private boolean anotherProcessGets(int port) throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName(),
                folder.toString(),
                String.valueOf(port))
            .inheritIO()
            .start();
    return other.waitFor() == 0;
  }

  /** Exits 0 if it gets the port. */
  static final class Taker {
    private Taker() {}

    public static void main(String[] args) {
      System.exit(
          PortReservation.take(Path.of(args[0]), Integer.parseInt(args[1])).isPresent() ? 0 : 1);
    }
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
