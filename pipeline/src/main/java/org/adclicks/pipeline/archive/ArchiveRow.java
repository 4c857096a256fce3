package org.adclicks.pipeline.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.adclicks.transforms.SourcedClick;
import org.adclicks.transforms.SourcedClickCoder;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * A row of the archive: the click, and the queue's word for where it stood there.
 *
 * <p>(topic, partition, offset) names a row: after a restart the same row may stand in two files,
 * and a reader takes each offset once.
 */
public final class ArchiveRow {

  public static final String AD_ID = "ad_id";
  public static final String CLICK_TIMESTAMP = "click_timestamp";
  public static final String USER_ID = "user_id";
  public static final String IP = "ip";
  public static final String COUNTRY = "country";
  public static final String CLICK_ID = "click_id";
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String ARRIVAL = "arrival";

  // The schema is not serializable; every worker makes its own.
  private static final Schema SCHEMA = schema();

  private ArchiveRow() {}

  /** The files' schema: timestamps are UTC, in milliseconds. */
  public static Schema schema() {
    Schema timestamp = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
    return SchemaBuilder.record("ArchivedClick")
        .namespace("org.adclicks.archive")
        .fields()
        .requiredString(AD_ID)
        .name(CLICK_TIMESTAMP)
        .type(timestamp)
        .noDefault()
        .requiredString(USER_ID)
        .requiredString(IP)
        .requiredString(COUNTRY)
        .optionalString(CLICK_ID)
        .requiredString(TOPIC)
        .requiredInt(PARTITION)
        .requiredLong(OFFSET)
        .name(ARRIVAL)
        .type(timestamp)
        .noDefault()
        .endRecord();
  }

  /** Reads the next row of a pack. */
  static GenericRecord read(InputStream rows) throws IOException {
    if (rows.available() == 0) {
      throw new EOFException("a pack has fewer rows than it says");
    }
    SourcedClick sourced = SourcedClickCoder.of().decode(rows);
    GenericRecord row = new GenericData.Record(SCHEMA);
    row.put(AD_ID, sourced.click().adId());
    row.put(CLICK_TIMESTAMP, sourced.click().clickTimestampMillis());
    row.put(USER_ID, sourced.click().userId());
    row.put(IP, sourced.click().ip());
    row.put(COUNTRY, sourced.click().country());
    row.put(CLICK_ID, sourced.click().clickId());
    row.put(TOPIC, sourced.origin().topic());
    row.put(PARTITION, sourced.origin().partition());
    row.put(OFFSET, sourced.origin().offset());
    row.put(ARRIVAL, sourced.arrivalMillis());
    return row;
  }
}
