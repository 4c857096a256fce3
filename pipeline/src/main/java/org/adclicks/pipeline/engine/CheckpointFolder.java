package org.adclicks.pipeline.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an embedded Flink keeps its checkpoints.
 *
 * <p>With {@code --checkpointDir} they are kept when the stream stops, and the next one started
 * with that folder goes on from the newest, or if that is damaged from the one before. Without,
 * they live in a temporary folder as long as the stream: it then recovers from failures of its own,
 * and reads the topic again from its beginning after a restart.
 */
public final class CheckpointFolder implements AutoCloseable {

  public static final String OPTION = "checkpointDir";

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  private final Optional<Path> temporary;
  private final Optional<CheckpointSeals> seals;

  private CheckpointFolder(Optional<Path> temporary, Optional<CheckpointSeals> seals) {
    this.temporary = temporary;
    this.seals = seals;
  }

  /** Of an engine that needs none from us. */
  public static CheckpointFolder none() {
    return new CheckpointFolder(Optional.empty(), Optional.empty());
  }

  /**
   * Completes the engine's options, taking ours out.
   *
   * @throws InvalidOptionsException for one that state would not survive
   */
  public static CheckpointFolder prepare(Map<String, String> options)
      throws IOException, InvalidOptionsException {
    String given = options.remove(OPTION);
    if (!"FlinkRunner".equals(options.get("runner"))) {
      return none();
    }
    if ("true".equals(options.get("fasterCopy"))) {
      throw new InvalidOptionsException(
          List.of("--fasterCopy cannot be used: state is changed in place between checkpoints"));
    }
    if (options.containsKey("stateBackendStoragePath")) {
      return none();
    }
    options.putIfAbsent("stateBackend", "filesystem");
    if (given == null) {
      Path folder = Files.createTempDirectory("adclicks-checkpoints-");
      options.put("stateBackendStoragePath", flinkPath(folder));
      configure(folder, Optional.empty(), options);
      return new CheckpointFolder(Optional.of(folder), Optional.empty());
    }
    Path folder = Files.createDirectories(Path.of(given).toAbsolutePath().normalize());
    options.put("stateBackendStoragePath", flinkPath(folder));
    // The second means nothing without the first.
    options.putIfAbsent("externalizedCheckpointsEnabled", "true");
    options.putIfAbsent("retainExternalizedCheckpointsOnCancellation", "true");
    Optional<Path> newest =
        options.containsKey("savepointPath")
            ? Optional.empty()
            : KeptCheckpoints.newestReadable(folder);
    if (newest.isPresent()) {
      LOG.info("Going on from the checkpoint {}", newest.get());
      options.put("savepointPath", flinkPath(newest.get()));
      // One that was named may be any of them.
      KeptCheckpoints.deleteOld(folder);
    }
    removeUnfinished(folder);
    configure(folder, newest, options);
    return new CheckpointFolder(Optional.empty(), Optional.of(CheckpointSeals.keep(folder)));
  }

  private static void configure(Path folder, Optional<Path> checkpoint, Map<String, String> options)
      throws IOException {
    if ("[local]".equals(options.get("flinkMaster"))
        && !options.containsKey(EmbeddedFlinkConf.OPTION)) {
      options.put(
          EmbeddedFlinkConf.OPTION,
          EmbeddedFlinkConf.write(
                  folder.resolve("conf"), checkpoint.map(CheckpointFolder::flinkPath))
              .toString());
    }
  }

  /**
   * A folder as Flink's paths are written: they look like URIs, but nothing in them is escaped. In
   * a URI proper a blank would be {@code %20}, which Flink takes for the folder's name.
   */
  public static String flinkPath(Path folder) {
    return "file://" + folder.toAbsolutePath();
  }

  /** Deletes what a stream that was killed in the middle of a checkpoint has left of it. */
  private static void removeUnfinished(Path folder) throws IOException {
    List<Path> unfinished = new ArrayList<>();
    try (DirectoryStream<Path> jobs = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path job : jobs) {
        try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(job, "chk-*")) {
          for (Path checkpoint : checkpoints) {
            if (!Files.exists(checkpoint.resolve(KeptCheckpoints.METADATA))) {
              unfinished.add(checkpoint);
            }
          }
        }
      }
    }
    for (Path checkpoint : unfinished) {
      KeptCheckpoints.delete(checkpoint);
    }
  }

  /** Deletes what was only temporary. */
  @Override
  public void close() throws IOException {
    seals.ifPresent(CheckpointSeals::close);
    if (temporary.isPresent()) {
      KeptCheckpoints.delete(temporary.get());
    }
  }
}
