package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unfinished files that streams which ended at once left behind in an archive's temporary folder.
 *
 * <p>Swept when a stream starts, which must be the only one that writes there: another's unfinished
 * files are leftovers to it.
 */
public final class ArchiveLeftovers {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveLeftovers.class);
  private static final String FOLDERS = ".temp-beam*/*";

  /**
   * What a checkpoint still refers to was written shortly before it: filling a file takes a roll,
   * and giving it its name follows at once.
   */
  private static final long BEFORE_CHECKPOINT_MILLIS = 3_600_000;

  private ArchiveLeftovers() {}

  /** Deletes all of them, for a stream that starts without a checkpoint. */
  public static void sweep(String archive) throws IOException {
    sweepOlderThan(archive, Long.MAX_VALUE);
  }

  /**
   * Deletes those this checkpoint cannot refer to; none if it is not to be found.
   *
   * @param checkpoint the folder with its {@code _metadata}
   */
  public static void sweepBefore(String archive, String checkpoint) throws IOException {
    String folder = checkpoint.endsWith("/") ? checkpoint : checkpoint + "/";
    MatchResult match = FileSystems.match(folder + "_metadata", EmptyMatchTreatment.ALLOW);
    if (match.status() == MatchResult.Status.OK && match.metadata().size() == 1) {
      long written = match.metadata().get(0).lastModifiedMillis();
      sweepOlderThan(archive, written - BEFORE_CHECKPOINT_MILLIS);
    }
  }

  private static void sweepOlderThan(String archive, long millis) throws IOException {
    String folder = FileSystems.matchNewDirectory(archive).toString();
    MatchResult match = FileSystems.match(folder + FOLDERS, EmptyMatchTreatment.ALLOW);
    if (match.status() != MatchResult.Status.OK) {
      return;
    }
    List<ResourceId> old = new ArrayList<>();
    for (MatchResult.Metadata file : match.metadata()) {
      if (!file.resourceId().isDirectory() && file.lastModifiedMillis() < millis) {
        old.add(file.resourceId());
      }
    }
    if (!old.isEmpty()) {
      FileSystems.delete(old, StandardMoveOptions.IGNORE_MISSING_FILES);
      LOG.info("{} unfinished files of earlier streams deleted under {}", old.size(), archive);
    }
  }
}
