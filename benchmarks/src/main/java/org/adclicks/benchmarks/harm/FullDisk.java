package org.adclicks.benchmarks.harm;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The disk a folder of the stack is on is full for so long. The folder is a {@link SmallDisk} since
 * before the stack was started.
 */
public record FullDisk(String folder, Duration time) implements Harm {

  @Override
  public void happen(Scene scene) {
    Path disk = scene.stack().place(folder);
    scene.say(disk + " is full, with " + SmallDisk.fill(disk) + " KiB");
    try {
      scene.pass(time);
    } finally {
      SmallDisk.relieve(disk);
    }
  }
}
