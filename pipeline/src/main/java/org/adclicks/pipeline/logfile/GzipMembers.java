package org.adclicks.pipeline.logfile;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a gzip file (RFC 1952) to its last byte: member by member, and zeros that fill up a block.
 *
 * <p>The JDK's own stream takes whatever follows a member for the file's end, so that half a log
 * may be missing and nobody hears of it.
 *
 * <p>Errors: {@link UnreadableFileException} that names the byte, for a file that ends early, is
 * damaged, or goes on with something that is not gzip.
 */
final class GzipMembers extends InputStream {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int DEFLATED = 8;
  private static final int HAS_HEADER_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /** Where in the file the buffer begins. */
  private long bufferOffset;

  private int position;
  private int limit;
  private boolean isInMember;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (isInMember || beginMember()) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        position = limit - inflater.getRemaining();
        endMember();
      } else if (inflater.needsInput()) {
        requireMore();
        inflater.setInput(buffer, position, limit - position);
        position = limit;
      } else {
        throw damaged("needs a dictionary");
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] target, int offset, int length) throws UnreadableFileException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      position = limit - inflater.getRemaining();
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  /** Reads a member's header; false if there is none any more. */
  private boolean beginMember() throws IOException {
    boolean isFirst = bufferOffset + position == 0;
    while (hasMore() && !isFirst && buffer[position] == 0) {
      position++;
    }
    if (!hasMore()) {
      return false;
    }
    long start = bufferOffset + position;
    if (next() != 0x1F || !hasMore() || next() != 0x8B) {
      throw new UnreadableFileException(
          "stops being gzip at byte " + start + ": unpack it by hand, and look what follows");
    }
    if (next() != DEFLATED) {
      throw damaged("an unknown method");
    }
    int flags = next();
    skip(6);
    if ((flags & HAS_EXTRA) != 0) {
      skip(next() + 256 * next());
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    skip((flags & HAS_HEADER_CRC) != 0 ? 2 : 0);
    inflater.reset();
    inflater.setInput(buffer, position, limit - position);
    position = limit;
    checksum.reset();
    isInMember = true;
    return true;
  }

  private void endMember() throws IOException {
    if (nextNumber() != checksum.getValue()) {
      throw damaged("its checksum is another");
    }
    if (nextNumber() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw damaged("its length is another");
    }
    isInMember = false;
  }

  private long nextNumber() throws IOException {
    long number = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      number |= (long) next() << shift;
    }
    return number;
  }

  private int next() throws IOException {
    requireMore();
    return buffer[position++] & 0xFF;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    int last = next();
    while (last != 0) {
      last = next();
    }
  }

  private void requireMore() throws IOException {
    if (!hasMore()) {
      throw damaged("it ends in the middle");
    }
  }

  private boolean hasMore() throws IOException {
    if (position < limit) {
      return true;
    }
    bufferOffset += limit;
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private UnreadableFileException damaged(String what) {
    return new UnreadableFileException(
        "is not a whole gzip file (" + what + ", at byte " + (bufferOffset + position) + ")");
  }
}
