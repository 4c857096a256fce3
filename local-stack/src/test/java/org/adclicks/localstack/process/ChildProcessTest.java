package org.adclicks.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
public class ChildProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path stateDir;

  @Test
  void runsShutdownHooksWhenStopped() throws IOException {
    Path ready = stateDir.resolve("ready");
    ChildProcess child = ChildProcess.start(waiting(ready), stateDir);
    child.awaitReady(() -> ready.toFile().length() > 0, PATIENCE);
    assertThat(child.isAlive()).isTrue();
    child.close();
    assertThat(child.isAlive()).isFalse();
    assertThat(child.wasStopped()).isTrue();
    assertThat(child.log()).hasContent("the hook ran");
  }

  @Test
  void endsWhenItsParentIsKilled() throws Exception {
    Path ready = stateDir.resolve("ready");
    ChildCommand parent =
        command("parent", ParentMain.class, stateDir.toString(), ready.toString());
    ChildProcess running = ChildProcess.start(parent, stateDir);
    running.awaitReady(() -> ready.toFile().length() > 0, PATIENCE);
    ProcessHandle grandchild =
        ProcessHandle.of(Long.parseLong(Files.readString(ready))).orElseThrow();
    ProcessHandle.of(running.pid()).orElseThrow().destroyForcibly();
    grandchild.onExit().get(60, TimeUnit.SECONDS);
    assertThat(stateDir.resolve("logs/waiting.log")).hasContent("the hook ran");
  }

  @Test
  void isToldOfBeforeItIsReady() {
    List<String> told = new CopyOnWriteArrayList<>();
    ChildProcess.tellWhenStarted(child -> told.add(child.name() + " " + child.pid()));
    try (ChildProcess child = ChildProcess.start(waiting(stateDir.resolve("ready")), stateDir)) {
      assertThat(told).containsExactly("waiting " + child.pid());
    }
  }

  @Test
  void whatComesLastComesWhenAllHaveEnded() throws Exception {
    Path ready = stateDir.resolve("ready");
    Path last = stateDir.resolve("last");
    ChildCommand parent =
        command(
            "closing", ClosingMain.class, stateDir.toString(), ready.toString(), last.toString());
    ChildProcess running = ChildProcess.start(parent, stateDir);
    running.awaitReady(() -> ready.toFile().length() > 0, PATIENCE);
    assertThat(last).doesNotExist();
    running.close();
    assertThat(last).hasContent("alive: false");
  }

  @Test
  void hasVariablesOfItsOwn() throws IOException {
    Path file = stateDir.resolve("environment/telling");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "TO_BE_TOLD=a=b\n\n");
    ChildProcess child = ChildProcess.start(command("telling", TellingMain.class), stateDir);
    assertThat(child.awaitEnd()).isZero();
    assertThat(child.log()).hasContent("a=b");
  }

  @Test
  void tellsTheEndOfTheLogOfAChildThatDies() {
    ChildProcess child = ChildProcess.start(command("failing", FailingMain.class), stateDir);
    assertThatThrownBy(() -> child.awaitReady(() -> false, PATIENCE))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("failing ended with exit code 1")
        .hasMessageContaining("this one fails");
    assertThat(child.wasStopped()).isFalse();
  }

  @Test
  void waitsAsLongAsTheLogMoves() {
    Duration quiet = Duration.ofSeconds(2);
    long start = System.nanoTime();
    try (ChildProcess child = ChildProcess.start(command("talking", TalkingMain.class), stateDir)) {
      assertThatThrownBy(() -> child.awaitReady(() -> false, quiet))
          .isInstanceOf(StackFailure.class)
          .hasMessageContaining("talking is not ready, and its log has stood still for 2 s")
          .hasMessageContaining("word 5");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(6));
  }

  @Test
  void runsACommandToItsEndAndHandsOnItsLines() {
    List<String> lines = new ArrayList<>();
    int exitCode =
        ChildProcess.run(
            command("saying", SayingMain.class, "a", "b"),
            stateDir,
            lines::add,
            new CompletableFuture<>());
    assertThat(exitCode).isEqualTo(3);
    assertThat(lines).containsExactly("a", "b", "ADCLICKS_HOME=" + stateDir);
  }

  @Test
  void stopsACommandWhenWhatItNeedsHasEnded() {
    ChildProcess needed = ChildProcess.start(command("failing", FailingMain.class), stateDir);
    Path ready = stateDir.resolve("ready");
    List<String> lines = new ArrayList<>();
    assertThat(ChildProcess.run(waiting(ready), stateDir, lines::add, needed.ended())).isZero();
    assertThat(needed.exitCode()).isEqualTo(1);
  }

  private static ChildCommand waiting(Path ready) {
    return command("waiting", WaitingMain.class, ready.toString());
  }

  private static ChildCommand command(String name, Class<?> main, String... arguments) {
    return new ChildCommand(
        name,
        System.getProperty("java.class.path"),
        main.getName(),
        List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
        List.of(arguments));
  }

  /** Writes the file it is given, and waits for ever. */
  public static final class WaitingMain {
    private WaitingMain() {}

    public static void main(String[] args) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("the hook ran")));
      Files.writeString(Path.of(args[0]), String.valueOf(ProcessHandle.current().pid()));
      new CountDownLatch(1).await();
    }
  }

  /** Starts a waiting child of its own, and waits for ever. */
  public static final class ParentMain {
    private ParentMain() {}

    public static void main(String[] args) throws Exception {
      ChildProcess.start(waiting(Path.of(args[1])), Path.of(args[0])).awaitEnd();
    }
  }

  /** The same, and writes at its own end whether the child lives. */
  public static final class ClosingMain {
    private ClosingMain() {}

    public static void main(String[] args) throws Exception {
      ChildProcess child = ChildProcess.start(waiting(Path.of(args[1])), Path.of(args[0]));
      ChildProcess.afterAllAreClosed(() -> write(Path.of(args[2]), "alive: " + child.isAlive()));
      new CountDownLatch(1).await();
    }

    private static void write(Path file, String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Says a word a second, five of them, and waits for ever. */
  public static final class TalkingMain {
    private TalkingMain() {}

    public static void main(String[] args) throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      for (int i = 1; i <= 5; i++) {
        System.out.println("word " + i);
        never.await(1, TimeUnit.SECONDS);
      }
      never.await();
    }
  }

  /** Tells what its environment has. */
  public static final class TellingMain {
    private TellingMain() {}

    public static void main(String[] args) {
      System.out.println(System.getenv("TO_BE_TOLD"));
    }
  }

  /** Fails at once. */
  public static final class FailingMain {
    private FailingMain() {}

    public static void main(String[] args) {
      Integer.parseInt("this one fails");
    }
  }

  /** Says its arguments and its state folder. */
  public static final class SayingMain {
    private SayingMain() {}

    public static void main(String[] args) {
      for (String arg : args) {
        System.out.println(arg);
      }
      System.out.println("ADCLICKS_HOME=" + System.getenv("ADCLICKS_HOME"));
      System.exit(3);
    }
  }
}
