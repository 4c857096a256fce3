package org.adclicks.pipeline.generate;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.adclicks.pipeline.command.CommandFailure;

/** Lines into a file, gzip if its name ends so, or into standard output. */
final class FileLineSink implements LineSink {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final OutputStream out;
  private final String name;

  private FileLineSink(OutputStream out, String name) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.name = name;
  }

  static FileLineSink to(Path file) throws CommandFailure {
    try {
      OutputStream plain = Files.newOutputStream(file);
      return new FileLineSink(
          file.toString().endsWith(".gz") ? new FastGzip(plain) : plain, file.toString());
    } catch (IOException e) {
      throw CommandFailure.work(file + " cannot be written: " + CommandFailure.reason(e));
    }
  }

  /** Not through {@link System#out}, which tells nobody that it cannot write. */
  static FileLineSink toStandardOutput() {
    return new FileLineSink(new FileOutputStream(FileDescriptor.out), "standard output");
  }

  @Override
  public void write(byte[] line) throws CommandFailure {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void finish() throws CommandFailure {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // After finish() there is nothing left to lose; before it, the failure is on its way already.
      return;
    }
  }

  private CommandFailure failed(IOException e) {
    return CommandFailure.work(name + " cannot be written: " + CommandFailure.reason(e));
  }

  /** Made-up lines compress well at any level: the fastest keeps up with making them. */
  private static final class FastGzip extends GZIPOutputStream {

    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
