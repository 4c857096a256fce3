package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.pipeline.engine.KeptCheckpoints;

/**
 * The newest checkpoint's files are damaged, and who would go on from it is killed -9. An embedded
 * Flink has to notice, and to go on from the one before. A cluster that has not got over it by
 * itself after a while has the damaged one moved away, as docs/reliability.md says, and is killed
 * once more.
 */
public enum DamagedCheckpoint implements Harm {
  /** Its list of what it consists of is cut in half. */
  CUT_SHORT {
    @Override
    void damage(Path checkpoint) throws IOException {
      Damage.halve(checkpoint.resolve(KeptCheckpoints.METADATA));
    }
  },
  /** One bit in the middle of its largest file is another. */
  OTHER_BYTES {
    @Override
    void damage(Path checkpoint) throws IOException {
      Damage.alter(largest(checkpoint));
    }
  };

  private static final Duration STILL = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration SEALED_AFTER = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Start, restore and a checkpoint take less. */
  private static final Duration BY_ITSELF = Duration.ofSeconds(90);

  @Override
  public void happen(Scene scene) {
    BackgroundStack stack = scene.stack();
    ProcessHandle master = stack.process(stack.master());
    try {
      awaitTwo(scene);
      awaitSeal(scene);
      Path damaged;
      try (Freeze freeze = Freeze.of(master, STILL)) {
        damaged = newest(stack.checkpoints());
        scene.say(freeze + " is killed; its checkpoint " + damaged + " is damaged: " + this);
        damage(damaged);
        stack.kill(stack.master());
      }
      if (stack.isEmbedded()) {
        requireNoticed(scene, damaged);
      } else if (goesOn(scene, damaged)) {
        scene.say("got over it by itself");
      } else {
        scene.say("stands still; the damaged checkpoint is moved away");
        Files.move(damaged, stack.folder().resolve("damaged-" + System.nanoTime()));
        stack.kill(stack.master());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  abstract void damage(Path checkpoint) throws IOException;

  /** One process is to go on from the one before, and to say so. */
  private static void requireNoticed(Scene scene, Path damaged) throws IOException {
    Path log = scene.stack().log(scene.stack().master());
    String said = damaged + " cannot be read, going on from the one before";
    long end = System.nanoTime() + BY_ITSELF.toNanos();
    while (!Files.readString(log).contains(said)) {
      if (System.nanoTime() > end) {
        throw new BenchmarkFailure(log + " does not say that " + said);
      }
      scene.pass(LOOK);
    }
    scene.say("noticed, and goes on from the one before");
  }

  /** Whether there is a newer checkpoint before patience ends. */
  private static boolean goesOn(Scene scene, Path damaged) throws IOException {
    long end = System.nanoTime() + BY_ITSELF.toNanos();
    while (System.nanoTime() < end) {
      scene.pass(LOOK);
      if (!newest(scene.stack().checkpoints()).equals(damaged)) {
        return true;
      }
    }
    return false;
  }

  /** There has to be one before, as there is in a job that has run for more than a minute. */
  private static void awaitTwo(Scene scene) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (KeptCheckpoints.newestFirst(scene.stack().checkpoints()).size() < 2) {
      if (System.nanoTime() > end) {
        throw new BenchmarkFailure("no two checkpoints in " + scene.stack().checkpoints());
      }
      scene.pass(LOOK);
    }
  }

  /** What has just been written has no seal yet, and would be believed. */
  private static void awaitSeal(Scene scene) throws IOException {
    while (true) {
      Path metadata = newest(scene.stack().checkpoints()).resolve(KeptCheckpoints.METADATA);
      Instant written = Files.getLastModifiedTime(metadata).toInstant();
      if (written.plus(SEALED_AFTER).isBefore(Instant.now())) {
        return;
      }
      scene.pass(LOOK);
    }
  }

  private static Path newest(Path folder) throws IOException {
    return KeptCheckpoints.newest(folder)
        .orElseThrow(() -> new BenchmarkFailure("no checkpoint is complete in " + folder));
  }

  private static Path largest(Path checkpoint) throws IOException {
    try (Stream<Path> files = Files.list(checkpoint)) {
      return files
          .filter(file -> !file.getFileName().toString().equals(KeptCheckpoints.METADATA))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElse(checkpoint.resolve(KeptCheckpoints.METADATA));
    }
  }
}
