package org.adclicks.pipeline.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.Interruption;
import org.adclicks.pipeline.merge.TempFolder;

/**
 * The logs to load. Logs are read twice, so what can be read only once (standard input, a pipe) is
 * set aside in a temporary file, as it comes; closing removes it.
 */
final class LogInputs implements Closeable {

  private static final Path STANDARD_INPUT = Path.of("-");
  private static final int BUFFER_BYTES = 64 * 1024;

  private final TempFolder folder;
  private final Interruption interruption;
  private final List<LogInput> logs = new ArrayList<>();

  private LogInputs(TempFolder folder, Interruption interruption) {
    this.folder = folder;
    this.interruption = interruption;
  }

  /**
   * Makes sure that all of them can be read.
   *
   * @param in what a file named {@code -} stands for
   */
  static LogInputs of(List<Path> files, InputStream in, Interruption interruption)
      throws CommandFailure {
    if (files.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw CommandFailure.usage("- stands for standard input, which can be read once only");
    }
    LogInputs inputs;
    try {
      inputs = new LogInputs(TempFolder.create("adclicks-load"), interruption);
    } catch (IOException e) {
      throw CommandFailure.work("there is no temporary folder: " + CommandFailure.reason(e));
    }
    try {
      for (Path file : files) {
        inputs.add(file, in);
      }
      return inputs;
    } catch (CommandFailure e) {
      inputs.close();
      throw e;
    }
  }

  List<LogInput> logs() {
    return List.copyOf(logs);
  }

  /** For other files that are needed for a while. */
  TempFolder folder() {
    return folder;
  }

  @Override
  public void close() {
    folder.close();
  }

  private void add(Path file, InputStream in) throws CommandFailure {
    if (file.equals(STANDARD_INPUT)) {
      logs.add(new LogInput("standard input", setAside("standard input", in)));
    } else if (Files.isDirectory(file)) {
      throw CommandFailure.usage(file + " is a folder, not a file");
    } else if (Files.notExists(file)) {
      throw CommandFailure.usage("there is no file " + file);
    } else if (Files.isRegularFile(file)) {
      logs.add(new LogInput(file.toString(), file));
    } else {
      try (InputStream once = Files.newInputStream(file)) {
        logs.add(new LogInput(file.toString(), setAside(file.toString(), once)));
      } catch (IOException e) {
        throw CommandFailure.work(file + " cannot be read: " + CommandFailure.reason(e));
      }
    }
  }

  private Path setAside(String name, InputStream in) throws CommandFailure {
    try {
      Path file = folder.newFile("input");
      try (OutputStream out = Files.newOutputStream(file)) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          interruption.check();
          out.write(buffer, 0, read);
        }
      }
      return file;
    } catch (IOException e) {
      throw CommandFailure.work(
          name
              + " cannot be set aside in "
              + folder.path()
              + ", and logs are read twice: "
              + CommandFailure.reason(e));
    }
  }
}
