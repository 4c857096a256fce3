package org.adclicks.proto.store;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Clicks of one side of the click index as one stored value, and its name, which is a hash of what
 * is in it: whoever writes the same clicks writes the same row.
 *
 * <p>Layout: a byte for the format's version; the length of the columns; the columns, deflated.
 * They are those of the clicks in order: keys with how often each stands one behind another, times
 * (from the click before of the same key, or from the block's earliest), ads, the other of user and
 * ip, scopes, identities of click_ids. Numbers are protobuf's varints.
 *
 * <p>Units: at most {@link #MOST_CLICKS} clicks and some {@link #MOST_BYTES} bytes of text. Errors:
 * {@link DamagedBlockException} for bytes that are no block this build knows, or another than their
 * name says: the store keeps no checksums of blocks, and no click of such a one is handed over.
 *
 * <p>Source: docs/decisions/0043.
 *
 * @param name of the columns before they are deflated, so it is the same on every machine
 * @param earliestMillis no click of it is earlier, and one is not later
 * @param bytes what is stored
 */
public record ClickBlock(ByteString name, long earliestMillis, ByteString bytes) {

  public static final int MOST_CLICKS = 512;
  public static final int MOST_BYTES = 64 * 1024;

  private static final byte VERSION = 1;
  private static final int FIRST_BYTES = 4096;

  /** Deflate makes nothing smaller than that: what says it is larger is not made room for. */
  private static final long MOST_TIMES_SMALLER = 1032;

  /** Making one takes longer than most blocks; they go with their threads. */
  private static final ThreadLocal<Deflater> DEFLATER =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED, true));

  private static final ThreadLocal<Inflater> INFLATER =
      ThreadLocal.withInitial(() -> new Inflater(true));

  /** A block that was cut before. */
  public static ClickBlock of(byte[] name, long earliestMillis, byte[] bytes) {
    return new ClickBlock(ByteString.copyFrom(name), earliestMillis, ByteString.copyFrom(bytes));
  }

  /** As many blocks as it takes, each click once; none of no clicks. */
  public static List<ClickBlock> cut(Collection<IndexedClick> clicks) {
    List<IndexedClick> ordered = IndexedClick.inOrderOnce(clicks);
    List<ClickBlock> blocks = new ArrayList<>();
    int start = 0;
    int texts = 0;
    for (int i = 0; i < ordered.size(); i++) {
      texts += textBytes(ordered.get(i));
      if (i + 1 == ordered.size() || i + 1 - start == MOST_CLICKS || texts >= MOST_BYTES) {
        blocks.add(of(ordered.subList(start, i + 1)));
        start = i + 1;
        texts = 0;
      }
    }
    return blocks;
  }

  private static int textBytes(IndexedClick click) {
    return click.keyUtf8().length
        + click.adIdUtf8().length
        + click.otherUtf8().length
        + click.scopeKeyUtf8().length;
  }

  /** Hands over every click of a stored block, in order. */
  public static void forEach(ByteBuffer name, ByteBuffer block, Consumer<IndexedClick> clicks) {
    ClickColumns columns = ClickColumns.read(columnsOf(name, block));
    for (int i = 0; i < columns.size(); i++) {
      clicks.accept(columns.click(i));
    }
  }

  /** Hands over the clicks of one user or ip, in order. */
  public static void forEachOf(
      ByteBuffer name, ByteBuffer block, byte[] key, Consumer<IndexedClick> clicks) {
    ClickColumns columns = ClickColumns.read(columnsOf(name, block));
    int end = columns.endOf(key);
    for (int i = columns.firstOf(key); i < end; i++) {
      clicks.accept(columns.click(i));
    }
  }

  private static ClickBlock of(List<IndexedClick> ordered) {
    byte[] columns = ClickColumns.write(ordered);
    byte[] name = nameOf(columns);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    bytes.write(VERSION);
    try {
      CodedOutputStream length = CodedOutputStream.newInstance(bytes, Integer.BYTES + 1);
      length.writeUInt32NoTag(columns.length);
      length.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    deflate(columns, bytes);
    long earliest =
        ordered.stream().mapToLong(IndexedClick::clickTimestampMillis).min().orElseThrow();
    return of(name, earliest, bytes.toByteArray());
  }

  private static byte[] nameOf(byte[] columns) {
    return Hashing.murmur3_128().hashBytes(columns).asBytes();
  }

  private static void deflate(byte[] columns, ByteArrayOutputStream out) {
    Deflater deflater = DEFLATER.get();
    deflater.reset();
    deflater.setInput(columns);
    deflater.finish();
    byte[] buffer = new byte[FIRST_BYTES];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
  }

  private static byte[] columnsOf(ByteBuffer name, ByteBuffer block) {
    byte[] columns = inflate(block);
    if (!ByteBuffer.wrap(nameOf(columns)).equals(name)) {
      throw new DamagedBlockException("a block of clicks that is not what its name says");
    }
    return columns;
  }

  private static byte[] inflate(ByteBuffer block) {
    ByteBuffer bytes = block.duplicate();
    if (!bytes.hasRemaining() || bytes.get() != VERSION) {
      throw new DamagedBlockException("a block of clicks of a format this build does not know");
    }
    int length = length(bytes);
    if (length < 0 || length > MOST_TIMES_SMALLER * bytes.remaining()) {
      throw new DamagedBlockException("a block of clicks with a length it cannot have");
    }
    byte[] columns = new byte[length];
    Inflater inflater = INFLATER.get();
    inflater.reset();
    try {
      inflater.setInput(bytes);
      int filled = 0;
      while (filled < columns.length) {
        int more = inflater.inflate(columns, filled, columns.length - filled);
        if (more == 0) {
          throw new DamagedBlockException("a block of clicks that is cut off");
        }
        filled += more;
      }
      return columns;
    } catch (DataFormatException e) {
      throw new DamagedBlockException("a block of clicks that is damaged", e);
    }
  }

  private static int length(ByteBuffer bytes) {
    int length = 0;
    for (int shift = 0; shift < Integer.SIZE && bytes.hasRemaining(); shift += 7) {
      byte next = bytes.get();
      length |= (next & 0x7f) << shift;
      if (next >= 0) {
        return length;
      }
    }
    throw new DamagedBlockException("a block of clicks without a length");
  }
}
