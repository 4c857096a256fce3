package org.adclicks.pipeline.merge;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.adclicks.click.line.RawLine;
import org.adclicks.pipeline.logfile.FileLine;
import org.jspecify.annotations.Nullable;

/** Sorted lines set aside on disk: per line its time, offset, length and kept bytes. */
final class RunFile {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long END = Long.MIN_VALUE + 1;

  private RunFile() {}

  static void write(Path file, LineCursor lines) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
      for (TimedLine line = lines.next(); line != null; line = lines.next()) {
        out.writeLong(line.timeMillis());
        out.writeLong(line.line().offset());
        out.writeLong(line.line().length());
        out.writeInt(line.line().bytes().length);
        out.write(line.line().bytes());
      }
      out.writeLong(END);
    }
  }

  /** Reads a run once; closing it deletes the file. */
  static LineCursor read(Path file) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
    return new LineCursor() {
      @Override
      public @Nullable TimedLine next() throws IOException {
        long timeMillis = in.readLong();
        if (timeMillis == END) {
          return null;
        }
        long offset = in.readLong();
        long length = in.readLong();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new TimedLine(timeMillis, new FileLine(offset, new RawLine(bytes, length), length));
      }

      @Override
      public void close() throws IOException {
        in.close();
        Files.deleteIfExists(file);
      }
    };
  }
}
