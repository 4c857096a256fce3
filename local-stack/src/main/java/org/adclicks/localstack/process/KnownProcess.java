package org.adclicks.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as it is found again later, by others.
 *
 * @param pid its number, which may be another's by now
 * @param began when it began, in ticks since the machine did where that can be told: a time of day
 *     would be another after a step of the clock. Empty if nothing can be told.
 */
public record KnownProcess(long pid, String began) {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** Among what follows the name in {@code /proc/PID/stat}. */
  private static final int START_TICKS = 19;

  /** The one that has this number now. */
  public static KnownProcess of(long pid) {
    return new KnownProcess(pid, began(pid));
  }

  /** If it lives, and is no other. */
  public Optional<ProcessHandle> living() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(found -> began(pid).equals(began));
  }

  private static String began(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The name is in brackets, and may have brackets and blanks.
      String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Files.readString(BOOT).strip() + "/" + behindName[START_TICKS];
    } catch (IOException e) {
      // Gone, or a system without such files.
      return ProcessHandle.of(pid)
          .flatMap(found -> found.info().startInstant())
          .map(Instant::toString)
          .orElse("");
    }
  }
}
