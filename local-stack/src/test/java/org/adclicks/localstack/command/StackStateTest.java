package org.adclicks.localstack.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.KnownProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has the lock of a state folder, and who only looks. */
@Timeout(120)
class StackStateTest {

  private static final ProcessHandle SELF = ProcessHandle.current();

  @TempDir Path folder;

  private StackState state;
  private Optional<FileLock> lock = Optional.empty();

  @BeforeEach
  void createState() {
    state = new StackState(folder);
  }

  @AfterEach
  void release() throws IOException {
    if (lock.isPresent()) {
      lock.get().acquiredBy().close();
    }
  }

  @Test
  void whoHoldsTheLockIsTheSupervisorWhateverIsKnownOfItsBeginning() {
    lock = state.lock();
    assertThat(state.isRunning()).isTrue();
    assertThat(state.supervisor()).as("nothing is written yet").isEmpty();
    state.remember(begunAtAnotherTime());
    assertThat(state.supervisor()).contains(SELF);
  }

  @Test
  void withoutTheLockANumberAloneIsNoSupervisor() {
    state.remember(begunAtAnotherTime());
    assertThat(state.supervisor()).isEmpty();
    assertThat(state.report().orElseThrow().living()).isEmpty();
  }

  @Test
  void whoLooksIsNoSupervisorForOthersWhoLook() {
    Path looks = folder.resolve("looks");
    try (ChildProcess other = ChildProcess.start(looking(looks), folder)) {
      other.awaitReady(() -> looks.toFile().exists(), Duration.ofSeconds(60));
      assertThat(state.isRunning()).isFalse();
    }
  }

  @Test
  void theLockIsTakenAsSoonAsWhoLooksHasLooked() throws Exception {
    FileLock look = lookAt(folder);
    CompletableFuture<Void> ends =
        CompletableFuture.runAsync(
            () -> close(look), CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
    lock = state.lock();
    assertThat(lock).isPresent();
    ends.join();
  }

  @Test
  void theLockIsNotTakenFromASupervisor() {
    lock = state.lock();
    assertThat(new StackState(folder).lock()).isEmpty();
  }

  private static StackReport begunAtAnotherTime() {
    KnownProcess known = KnownProcess.of(SELF.pid());
    KnownProcess other = new KnownProcess(known.pid(), known.began() + "1");
    return new StackReport(other, Map.of("kafka", other), List.of(), Optional.empty());
  }

  private static FileLock lookAt(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("stack.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    return channel.lock(0, Long.MAX_VALUE, true);
  }

  private static void close(FileLock lock) {
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChildCommand looking(Path looks) {
    return new ChildCommand(
        "looking",
        System.getProperty("java.class.path"),
        LookingMain.class.getName(),
        List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
        List.of(folder.toString(), looks.toString()));
  }

  /** Looks at a folder's lock for ever. */
  public static final class LookingMain {
    private LookingMain() {}

    public static void main(String[] args) throws Exception {
      FileLock look = lookAt(Path.of(args[0]));
      Files.createFile(Path.of(args[1]));
      new CountDownLatch(1).await();
      close(look);
    }
  }
}
