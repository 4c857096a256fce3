package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/** The newest checkpoint's files are damaged, and who would go on from it is killed -9. */
public enum DamagedCheckpoint implements Harm {
  /** Its list of what it consists of is cut in half. */
  CUT_SHORT {
    @Override
    void damage(Path checkpoint) throws IOException {
      Damage.halve(checkpoint.resolve(METADATA));
    }
  },
  /** A hundred bytes of its largest file are others. */
  OTHER_BYTES {
    @Override
    void damage(Path checkpoint) throws IOException {
      Damage.alter(largest(checkpoint));
    }
  };

  private static final String METADATA = "_metadata";
  private static final Duration STILL = Duration.ofSeconds(5);

  @Override
  public void happen(Scene scene) {
    BackgroundStack stack = scene.stack();
    ProcessHandle master = stack.process(stack.master());
    try (Freeze freeze = Freeze.of(master, STILL)) {
      Path newest = newest(stack.checkpoints());
      scene.say(freeze + " is killed; its checkpoint " + newest + " damaged: " + this);
      damage(newest);
      stack.kill(stack.master());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  abstract void damage(Path checkpoint) throws IOException;

  private static Path newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().equals(METADATA))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(Path::getParent)
          .orElseThrow(() -> new BenchmarkFailure("no checkpoint is complete in " + folder));
    }
  }

  private static Path largest(Path checkpoint) throws IOException {
    try (Stream<Path> files = Files.list(checkpoint)) {
      List<Path> others =
          files.filter(file -> !file.getFileName().toString().equals(METADATA)).toList();
      return others.stream()
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElse(checkpoint.resolve(METADATA));
    }
  }
}
