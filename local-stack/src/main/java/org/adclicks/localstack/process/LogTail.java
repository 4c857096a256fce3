package org.adclicks.localstack.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The last lines of a log, however long it is.
 *
 * @param problem why it could not be read, if it could not
 */
public record LogTail(Path log, List<String> lines, Optional<String> problem) {

  private static final int BYTES = 32 * 1024;
  private static final int LINES_SHOWN = 15;
  private static final int LONGEST_LINE = 300;

  public LogTail {
    lines = List.copyOf(lines);
  }

  /** What is in the file now. */
  public static LogTail of(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return new LogTail(
          log,
          from == 0 || lines.isEmpty() ? lines : lines.subList(1, lines.size()),
          Optional.empty());
    } catch (IOException e) {
      return new LogTail(log, List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** Where the log is and how it ends, in several lines. */
  public String describe() {
    if (problem.isPresent()) {
      return "its log " + log + " cannot be read: " + problem.get();
    }
    int from = Math.max(0, lines.size() - LINES_SHOWN);
    return "the end of " + log + ":\n  " + String.join("\n  ", lines.subList(from, lines.size()));
  }

  /** The last line that is no part of a stack trace, cut to a length for reading. */
  public Optional<String> tellingLine() {
    return last("");
  }

  /** The last line of its kind, e.g. {@code " WARN "}, cut to a length for reading. */
  public Optional<String> last(String containing) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      if (!line.isBlank() && !Character.isWhitespace(line.charAt(0)) && line.contains(containing)) {
        return Optional.of(
            line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ...");
      }
    }
    return Optional.empty();
  }
}
