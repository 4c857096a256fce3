package org.adclicks.pipeline.queue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers by which the topic of aggregates is a queue, for whoever sends and whoever reads.
 *
 * <p>Shape: numbers are decimal ASCII, {@value #TYPE} is text in UTF-8; of the others only their
 * being there counts.
 *
 * <p>A <em>control</em> record goes to partition 0 once all before it was acknowledged; the offset
 * it gets there, plus one, is its number. A <em>mark</em> with that number then goes to every other
 * partition: behind a mark lies all that was acknowledged before the control record was.
 *
 * <p>Errors: {@link IllegalArgumentException} for a number that cannot be.
 */
public final class QueueHeaders {

  /** Full name of the protobuf message that is the record's value. */
  public static final String TYPE = "type";

  /** There if the record corrects one that may have been sent when its minute closed. */
  public static final String CORRECTION = "correction";

  /** There if the record may have been sent before. */
  public static final String RESENT = "resent";

  /** Over how many partitions the sender spreads its records. */
  public static final String PARTITIONS = "partitions";

  /** There if the record is a control record. */
  public static final String CONTROL = "control";

  /**
   * There if a control record says how far all is complete: the greatest {@code as_of_millis} told
   * so far, by whatever attempt.
   */
  public static final String TOLD = "told";

  /** The number of the control record it belongs to. */
  public static final String MARK = "mark";

  /** The only one that has control records, and none of marks. */
  public static final int CONTROL_PARTITION = 0;

  private static final byte[] THERE = new byte[0];

  private QueueHeaders() {}

  /** Of a record whose value is a message of this type. */
  public static List<Header> ofRecord(
      String type, boolean isCorrection, boolean isResent, int partitions) {
    List<Header> headers = new ArrayList<>(4);
    headers.add(new RecordHeader(TYPE, type.getBytes(StandardCharsets.UTF_8)));
    headers.add(decimal(PARTITIONS, checked(partitions)));
    if (isCorrection) {
      headers.add(new RecordHeader(CORRECTION, THERE));
    }
    if (isResent) {
      headers.add(new RecordHeader(RESENT, THERE));
    }
    return headers;
  }

  /** Of a control record whose value is a message of this type. */
  public static List<Header> ofControl(String type, int partitions) {
    List<Header> headers = ofRecord(type, false, false, partitions);
    headers.add(new RecordHeader(CONTROL, THERE));
    return headers;
  }

  /** The same of one that says how far all is complete. */
  public static List<Header> ofControl(String type, int partitions, long toldMillis) {
    List<Header> headers = ofControl(type, partitions);
    headers.add(decimal(TOLD, toldMillis));
    return headers;
  }

  /**
   * Of a mark, which has no value.
   *
   * @param number of the control record: {@link #numberOf}
   */
  public static List<Header> ofMark(long number, int partitions) {
    if (number <= 0) {
      throw new IllegalArgumentException("a mark of number " + number);
    }
    return List.of(decimal(MARK, number), decimal(PARTITIONS, checked(partitions)));
  }

  /** The number of a control record that got this offset in partition 0. */
  public static long numberOf(long controlOffset) {
    return controlOffset + 1;
  }

  private static int checked(int partitions) {
    if (partitions <= 0) {
      throw new IllegalArgumentException("records spread over " + partitions + " partitions");
    }
    return partitions;
  }

  private static Header decimal(String name, long number) {
    return new RecordHeader(name, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }
}
