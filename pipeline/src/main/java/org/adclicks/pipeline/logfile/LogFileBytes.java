package org.adclicks.pipeline.logfile;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The text of a log file that may be packed once: gzip, zstd, bzip2 and xz are known by their first
 * bytes and unpacked, all parts of them.
 *
 * <p>Errors: {@link UnreadableFileException} for what is packed otherwise or twice, is UTF-16, or
 * is not packed from its first byte to its last.
 */
final class LogFileBytes {

  private static final int BUFFER_BYTES = 64 * 1024;

  private LogFileBytes() {}

  /** Takes the stream over, and closes it if it cannot be read. */
  static InputStream of(InputStream file) throws IOException {
    try {
      InputStream packed = new BufferedInputStream(file, BUFFER_BYTES);
      byte[] head = head(packed);
      refuse(FileKind.refusal(head));
      FileKind kind = FileKind.of(head).orElse(null);
      if (kind == null) {
        return packed;
      }
      InputStream text =
          new BufferedInputStream(new Unpacking(kind, unpacked(kind, packed)), BUFFER_BYTES);
      refuse(kind.refusalInside(head(text)));
      return text;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static InputStream unpacked(FileKind kind, InputStream packed) throws IOException {
    try {
      return switch (kind) {
        case GZIP -> new GzipMembers(packed);
        case ZSTD, SKIPPED_ZSTD -> new ZstdInputStream(packed);
        case BZIP2, EMPTY_BZIP2 -> new BZip2CompressorInputStream(packed, true);
        case XZ -> new XZInputStream(packed);
        default -> throw new IllegalArgumentException("not unpacked here: " + kind);
      };
    } catch (IOException e) {
      throw damaged(kind, e);
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    in.mark(FileKind.HEAD_BYTES);
    byte[] head = in.readNBytes(FileKind.HEAD_BYTES);
    in.reset();
    return head;
  }

  private static void refuse(@Nullable String refusal) throws UnreadableFileException {
    if (refusal != null) {
      throw new UnreadableFileException(refusal);
    }
  }

  private static UnreadableFileException damaged(FileKind kind, IOException e) {
    return e instanceof UnreadableFileException told
        ? told
        : new UnreadableFileException(
            "is not a whole " + kind.title() + " file (" + e.getMessage() + ")", e);
  }

  /** Says what is damaged, whatever the library says. */
  private static final class Unpacking extends FilterInputStream {

    private final FileKind kind;

    Unpacking(FileKind kind, InputStream in) {
      super(in);
      this.kind = kind;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException e) {
        throw damaged(kind, e);
      }
    }

    /** Where others would tell of damage already. */
    @Override
    public int available() {
      return 0;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
