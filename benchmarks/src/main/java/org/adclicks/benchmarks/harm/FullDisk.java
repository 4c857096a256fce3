package org.adclicks.benchmarks.harm;

import java.nio.file.Path;
import java.time.Duration;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * The disk a folder of the stack is on is full for so long. The folder is a {@link SmallDisk} since
 * before the stack was started.
 */
public record FullDisk(String folder, Duration time) implements Harm {

  private static final Duration LOOK = Duration.ofSeconds(1);

  @Override
  public void happen(Scene scene) {
    Path disk = scene.stack().place(folder);
    scene.say(disk + " is full, with " + SmallDisk.fill(disk) + " KiB");
    long untilNanos = System.nanoTime() + time.toNanos();
    int refused = 0;
    try {
      while (System.nanoTime() < untilNanos) {
        refused += SmallDisk.isFull(disk) ? 1 : 0;
        scene.pass(LOOK);
        // What was deleted meanwhile has made room.
        SmallDisk.fill(disk);
      }
    } finally {
      SmallDisk.relieve(disk);
    }
    if (refused == 0) {
      throw new BenchmarkFailure(disk + " was never full");
    }
    scene.say(
        disk + " has room again; it took nothing " + refused + " times of those it was tried");
  }
}
