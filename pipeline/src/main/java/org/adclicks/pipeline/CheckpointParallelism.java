package org.adclicks.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.InvalidOptionsException;

/**
 * With which parallelism the checkpoints of a folder are made. Going on with less is refused: the
 * engine's way of sharing out what waits in front of steps may lose some of it. More is fine.
 */
final class CheckpointParallelism {

  private static final String FILE = "parallelism";

  private CheckpointParallelism() {}

  /** Compares with what the folder was used with, and writes what it is used with from now on. */
  static void check(Map<String, String> options) throws IOException, InvalidOptionsException {
    String given = options.get(CheckpointFolder.OPTION);
    if (given == null || !"FlinkRunner".equals(options.get("runner"))) {
      return;
    }
    int wanted = number(options.getOrDefault("parallelism", "1"));
    Path folder = Files.createDirectories(Path.of(given).toAbsolutePath());
    Path file = folder.resolve(FILE);
    if (Files.exists(file) && CheckpointFolder.newest(folder).isPresent()) {
      int before = number(Files.readString(file, StandardCharsets.US_ASCII));
      if (wanted < before) {
        throw new InvalidOptionsException(
            List.of(
                "--parallelism="
                    + wanted
                    + " is less than that of the checkpoint in "
                    + given
                    + ": give --parallelism="
                    + before
                    + " or more"));
      }
    }
    Files.writeString(file, Integer.toString(wanted), StandardCharsets.US_ASCII);
  }

  private static int number(String text) throws InvalidOptionsException {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new InvalidOptionsException(
          List.of("--parallelism must be a number, not '" + text.strip() + "'"));
    }
  }
}
