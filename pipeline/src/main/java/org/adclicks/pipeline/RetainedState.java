package org.adclicks.pipeline;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.adclicks.pipeline.engine.KeptCheckpoints;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.RestoreMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A complete checkpoint or savepoint that an earlier run of a cluster's job has left.
 *
 * @param folder with its {@code _metadata}
 * @param writtenMillis when it became complete
 * @param isSavepoint whether it is the operator's: a checkpoint is taken over and deleted once
 *     there is a newer one, a savepoint stays
 */
record RetainedState(Path folder, long writtenMillis, boolean isSavepoint) {

  private static final Logger LOG = LoggerFactory.getLogger(RetainedState.class);

  /**
   * The newest that can be read in the folders the cluster is configured with, on whatever file
   * system they are.
   *
   * @throws IOException if none can, or a folder cannot be read, so that it is not known what is in
   *     it
   */
  static Optional<RetainedState> newest(ReadableConfig cluster) throws IOException {
    List<RetainedState> all = new ArrayList<>();
    Optional<String> checkpoints = cluster.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
    if (checkpoints.isPresent()) {
      for (FileStatus job : folders(new Path(checkpoints.get()))) {
        addComplete(job.getPath(), false, all);
      }
    }
    Optional<String> savepoints = cluster.getOptional(CheckpointingOptions.SAVEPOINT_DIRECTORY);
    if (savepoints.isPresent()) {
      addComplete(new Path(savepoints.get()), true, all);
    }
    return newestReadable(all);
  }

  /**
   * A damaged one is passed over, in favour of the one before; one that is not to be had now is
   * waited for: the one before may be of weeks ago.
   */
  private static Optional<RetainedState> newestReadable(List<RetainedState> all)
      throws IOException {
    all.sort(Comparator.comparingLong(RetainedState::writtenMillis).reversed());
    List<String> damaged = new ArrayList<>();
    for (RetainedState state : all) {
      try {
        RestoredState.read(state.folder().toString());
        damaged.forEach(LOG::warn);
        return Optional.of(state);
      } catch (InvalidOptionsException e) {
        damaged.add(e.getMessage() + "; going on from the one before");
      }
    }
    if (!damaged.isEmpty()) {
      throw new IOException("none that is there can be read: " + String.join("; ", damaged));
    }
    return Optional.empty();
  }

  private static void addComplete(Path folder, boolean savepoints, List<RetainedState> all)
      throws IOException {
    for (FileStatus child : folders(folder)) {
      Optional<Long> written = written(new Path(child.getPath(), KeptCheckpoints.METADATA));
      if (written.isPresent()) {
        all.add(new RetainedState(child.getPath(), written.get(), savepoints));
      }
    }
  }

  private static List<FileStatus> folders(Path parent) throws IOException {
    List<FileStatus> folders = new ArrayList<>();
    FileSystem files = parent.getFileSystem();
    if (!files.exists(parent)) {
      return folders;
    }
    FileStatus[] children = files.listStatus(parent);
    if (children == null) {
      throw new IOException(parent + " cannot be listed");
    }
    for (FileStatus child : children) {
      if (child.isDir()) {
        folders.add(child);
      }
    }
    return folders;
  }

  private static Optional<Long> written(Path metadata) throws IOException {
    try {
      return Optional.of(metadata.getFileSystem().getFileStatus(metadata).getModificationTime());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** What tells a cluster to go on from here. */
  SavepointRestoreSettings settings() {
    return SavepointRestoreSettings.forPath(
        folder.toString(), false, isSavepoint ? RestoreMode.NO_CLAIM : RestoreMode.CLAIM);
  }
}
