package org.adclicks.pipeline.archive;

import java.io.EOFException;
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

  private byte[] rows = new byte[0];
  private int position;

  private final Span adId = new Span();
  private long clickTimestampMillis;
  private final Span userId = new Span();
  private final Span ip = new Span();
  private final Span country = new Span();
  private final Span sentCountry = new Span();
  private boolean hasSentCountry;
  private final Span clickId = new Span();
  private final Span topic = new Span();
  private int partition;
  private long offset;
  private long arrivalMillis;

  /** Reads the row at a place; returns where the next one begins. */
  int read(byte[] from, int start) throws EOFException {
    rows = from;
    position = start;
    try {
      readText(adId);
      clickTimestampMillis = readNumber();
      readText(userId);
      readText(ip);
      readText(country);
      hasSentCountry = readNumber() != 0;
      if (hasSentCountry) {
        readText(sentCountry);
      }
      readText(clickId);
      readText(topic);
      partition = Math.toIntExact(readNumber());
      offset = readNumber();
      arrivalMillis = readNumber();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new EOFException("a pack has fewer rows than it says: " + e.getMessage());
    }
    return position;
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

  Binary country() {
    return view(country);
  }

  boolean hasSentCountry() {
    return hasSentCountry;
  }

  Binary sentCountry() {
    return view(sentCountry);
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

  // "Reused" makes Parquet copy what it keeps.
  private Binary view(Span text) {
    return Binary.fromReusedByteArray(rows, text.start, text.length);
  }

  private void readText(Span text) {
    text.length = Math.toIntExact(readNumber());
    text.start = position;
    position += text.length;
  }

  private long readNumber() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte next = rows[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }
}
