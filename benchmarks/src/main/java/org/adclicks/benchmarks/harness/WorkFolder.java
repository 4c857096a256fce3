package org.adclicks.benchmarks.harness;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A temporary folder for one run of a benchmark; gone with all in it when closed, or by Ctrl-C,
 * which also stops whoever still writes there.
 */
public final class WorkFolder implements AutoCloseable {

  private final Path path;
  private volatile boolean isKept;
  private volatile boolean hasEnded;

  private WorkFolder(Path path, boolean isKept) {
    this.path = path;
    this.isKept = isKept;
  }

  public static WorkFolder create() {
    return create(false);
  }

  /** One that stays when it is closed, and is told of, unless {@link #dropEvidence} came before. */
  public static WorkFolder createForEvidence() {
    return create(true);
  }

  private static WorkFolder create(boolean isKept) {
    try {
      WorkFolder folder = new WorkFolder(Files.createTempDirectory("adclicks-bench-"), isKept);
      AtExit.first(folder::abandon);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /** Nothing went wrong, so nobody will ask what is in it. */
  public void dropEvidence() {
    isKept = false;
  }

  private void abandon() {
    if (isKept && hasEnded) {
      return;
    }
    if (Files.exists(path)) {
      List<ProcessHandle> writers = ProcessHandle.current().descendants().toList();
      writers.forEach(ProcessHandle::destroyForcibly);
      writers.forEach(writer -> writer.onExit().join());
      delete();
    }
  }

  @Override
  public void close() {
    hasEnded = true;
    if (isKept) {
      BenchmarkOptions.say("kept, with all logs: " + path);
    } else {
      delete();
    }
  }

  private synchronized void delete() {
    try {
      if (Files.exists(path)) {
        MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + path + " (" + e + ")");
    }
  }
}
