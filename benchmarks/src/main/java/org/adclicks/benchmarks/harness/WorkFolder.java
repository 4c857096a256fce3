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
public record WorkFolder(Path path) implements AutoCloseable {

  public static WorkFolder create() {
    try {
      WorkFolder folder = new WorkFolder(Files.createTempDirectory("adclicks-bench-"));
      Runtime.getRuntime().addShutdownHook(new Thread(folder::abandon, "delete-work-folder"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void abandon() {
    if (Files.exists(path)) {
      List<ProcessHandle> writers = ProcessHandle.current().descendants().toList();
      writers.forEach(ProcessHandle::destroyForcibly);
      writers.forEach(writer -> writer.onExit().join());
      close();
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (Files.exists(path)) {
        MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + path + " (" + e + ")");
    }
  }
}
