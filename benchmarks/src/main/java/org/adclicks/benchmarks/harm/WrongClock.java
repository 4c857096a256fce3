package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * The part that counts is started again with a clock that is so far ahead, and after a while once
 * more with the right one. By libfaketime, which is to be installed.
 */
public record WrongClock(Duration ahead, Duration time) implements Harm {

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib64/faketime/libfaketime.so.1"));

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Whether this machine has what it takes. */
  public static boolean isPossible() {
    return LIBRARIES.stream().anyMatch(Files::exists);
  }

  @Override
  public void happen(Scene scene) {
    String part = scene.stack().worker();
    Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElseThrow();
    Path environment = scene.stack().environment(part);
    try {
      Files.createDirectories(environment.getParent());
      Files.writeString(
          environment,
          """
          LD_PRELOAD=%s
          FAKETIME=+%ds
          FAKETIME_DONT_FAKE_MONOTONIC=1
          """
              .formatted(library, ahead.toSeconds()));
      try {
        scene.stack().kill(part);
        requireLoaded(scene, part, library);
        scene.pass(time);
      } finally {
        Files.delete(environment);
      }
      scene.stack().kill(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The loader leaves out what it cannot load, without failing. */
  private static void requireLoaded(Scene scene, String part, Path library) throws IOException {
    long untilNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<ProcessHandle> process = scene.stack().find(part);
      if (process.isPresent() && isLoaded(process.get(), library)) {
        scene.say(part + " has another clock");
        return;
      }
      if (System.nanoTime() > untilNanos) {
        throw new BenchmarkFailure(part + " did not come back with " + library);
      }
      scene.pass(LOOK);
    }
  }

  private static boolean isLoaded(ProcessHandle process, Path library) throws IOException {
    Path maps = Path.of("/proc", String.valueOf(process.pid()), "maps");
    try {
      return Files.readString(maps).contains(library.getFileName().toString());
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
