package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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

  /** Whether this machine has what it takes. */
  public static boolean isPossible() {
    return LIBRARIES.stream().anyMatch(Files::exists);
  }

  @Override
  public void happen(Scene scene) {
    String part = scene.stack().worker();
    Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElseThrow();
    Path environment = scene.stack().folder().resolve("environment").resolve(part);
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
        scene.pass(time);
      } finally {
        Files.delete(environment);
      }
      scene.stack().kill(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
