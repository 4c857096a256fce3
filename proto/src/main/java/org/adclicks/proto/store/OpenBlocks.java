package org.adclicks.proto.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of {@code open_cells} hold every click the queue had taken by {@code
 * open_progress.counted_through}: of each shard and minute that has clicks, the row of one writer,
 * in this version or a later one. What is not named has no click; of minutes before {@code
 * openFromMillis} nothing is said.
 *
 * <p>Layout: a byte for the format's version, openFrom, shards, then each block: minute (in minutes
 * from the one before), shard, writer (0 and itself the first time, then its number from 1),
 * version. Numbers are protobuf's varints.
 *
 * <p>Errors: {@link IllegalArgumentException} for bytes that are none this build knows.
 *
 * @param openFromMillis the first millisecond of a minute
 * @param shards the ads' {@link Buckets#hash} modulo this is their shard; a power of two
 */
public record OpenBlocks(long openFromMillis, int shards, List<Block> blocks) {

  private static final byte VERSION = 1;

  /** One row, of the minute that begins then. */
  public record Block(long minuteMillis, int shard, long writer, long version) {}

  public OpenBlocks {
    blocks = List.copyOf(blocks);
  }

  /** The shard of an ad. */
  public int shardOf(String adId) {
    return Math.floorMod(Buckets.hash(adId), shards);
  }

  /** Reads the stored value. */
  public static OpenBlocks read(ByteBuffer bytes) {
    CodedInputStream in = CodedInputStream.newInstance(bytes.duplicate());
    try {
      if (in.readRawByte() != VERSION) {
        throw new IllegalArgumentException("open blocks of a format this build does not know");
      }
      long openFrom = in.readSInt64();
      int shards = in.readUInt32();
      List<Block> blocks = new ArrayList<>();
      List<Long> writers = new ArrayList<>();
      long minute = 0;
      while (!in.isAtEnd()) {
        minute += in.readSInt64();
        int shard = in.readUInt32();
        int writer = in.readUInt32();
        if (writer == 0) {
          writers.add(in.readFixed64());
          writer = writers.size();
        }
        if (writer < 0 || writer > writers.size()) {
          throw new IllegalArgumentException("open blocks of a writer that is not there");
        }
        blocks.add(
            new Block(
                minute * Periods.MINUTE_MILLIS, shard, writers.get(writer - 1), in.readUInt64()));
      }
      return new OpenBlocks(openFrom, shards, blocks);
    } catch (IOException e) {
      throw new IllegalArgumentException("open blocks that are damaged", e);
    }
  }

  /** The stored value. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.write(VERSION);
      out.writeSInt64NoTag(openFromMillis);
      out.writeUInt32NoTag(shards);
      Map<Long, Integer> writers = new LinkedHashMap<>();
      long before = 0;
      for (Block block : blocks) {
        long minute = block.minuteMillis() / Periods.MINUTE_MILLIS;
        out.writeSInt64NoTag(minute - before);
        before = minute;
        out.writeUInt32NoTag(block.shard());
        Integer known = writers.get(block.writer());
        if (known == null) {
          writers.put(block.writer(), writers.size() + 1);
          out.writeUInt32NoTag(0);
          out.writeFixed64NoTag(block.writer());
        } else {
          out.writeUInt32NoTag(known);
        }
        out.writeUInt64NoTag(block.version());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
