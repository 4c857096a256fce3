package org.adclicks.pipeline.archive;

import java.io.EOFException;
import java.io.IOException;
import org.adclicks.click.Dimension;
import org.adclicks.transforms.coding.BinaryReader;
import org.apache.parquet.io.api.Binary;

/**
 * Walks over rows that {@link RowEncoder} wrote, one behind another in an array.
 *
 * <p>Mutable, not thread-safe. Texts are views of the array: gone when it is written to.
 */
final class RowCursor {

  /** Where a text stands in the array. */
  private static final class Span {
    private int start;
    private int length;
  }

  private final BinaryReader in = BinaryReader.ofArrays();
  private byte[] rows = new byte[0];

  private final Span adId = new Span();
  private long clickTimestampMillis;
  private final Span userId = new Span();
  private final Span ip = new Span();
  private final Span[] values = spans();
  private final Span[] sent = spans();
  private final boolean[] hasSent = new boolean[Dimension.ALL.size()];
  private final Span clickId = new Span();
  private final Span topic = new Span();
  private int partition;
  private long offset;
  private long arrivalMillis;

  /** Reads the row at a place; returns where the next one begins. */
  int read(byte[] from, int start) throws IOException {
    rows = from;
    in.moveTo(from, start);
    try {
      readText(adId);
      clickTimestampMillis = in.getVarLong();
      readText(userId);
      readText(ip);
      for (int i = 0; i < values.length; i++) {
        readText(values[i]);
        hasSent[i] = in.getByte() != 0;
        if (hasSent[i]) {
          readText(sent[i]);
        }
      }
      readText(clickId);
      readText(topic);
      partition = in.getVarInt();
      offset = in.getVarLong();
      arrivalMillis = in.getVarLong();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new EOFException("a pack has fewer rows than it says: " + e.getMessage());
    }
    return in.position();
  }

  Binary adId() {
    return view(adId);
  }

  int adIdStart() {
    return adId.start;
  }

  int adIdLength() {
    return adId.length;
  }

  long clickTimestampMillis() {
    return clickTimestampMillis;
  }

  Binary userId() {
    return view(userId);
  }

  Binary ip() {
    return view(ip);
  }

  /** The value a click counts under in a dimension. */
  Binary value(Dimension dimension) {
    return view(values[dimension.place()]);
  }

  /** Whether its line says something else for the dimension. */
  boolean hasSent(Dimension dimension) {
    return hasSent[dimension.place()];
  }

  /** What the line says. */
  Binary sent(Dimension dimension) {
    return view(sent[dimension.place()]);
  }

  boolean hasClickId() {
    return clickId.length > 0;
  }

  Binary clickId() {
    return view(clickId);
  }

  Binary topic() {
    return view(topic);
  }

  int partition() {
    return partition;
  }

  long offset() {
    return offset;
  }

  long arrivalMillis() {
    return arrivalMillis;
  }

  private static Span[] spans() {
    Span[] spans = new Span[Dimension.ALL.size()];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = new Span();
    }
    return spans;
  }

  // "Reused" makes Parquet copy what it keeps.
  private Binary view(Span text) {
    return Binary.fromReusedByteArray(rows, text.start, text.length);
  }

  private void readText(Span text) throws IOException {
    text.length = in.getVarInt();
    text.start = in.position();
    in.skip(text.length);
  }
}
