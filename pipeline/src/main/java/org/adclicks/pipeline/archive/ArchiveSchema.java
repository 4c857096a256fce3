package org.adclicks.pipeline.archive;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * The columns of an archive file: the click, and the queue's word for where it stood there.
 *
 * <p>(topic, partition, offset) names a row: after a restart the same row may stand in two files,
 * and a reader takes each offset once. Timestamps are UTC, in milliseconds. The ip stands as its 4
 * or 16 bytes in network order, so that ranges and networks compare as bytes do.
 *
 * <p>The country is the one the click counts under. Where its line says otherwise, country_sent has
 * that: " uk" for GB, "Atlantis" for ZZ, and "" if the line says nothing.
 *
 * <p>Source: docs/decisions/0010, 0021.
 */
public final class ArchiveSchema {

  public static final String AD_ID = "ad_id";
  public static final String CLICK_TIMESTAMP = "click_timestamp";
  public static final String USER_ID = "user_id";
  public static final String IP = "ip";
  public static final String COUNTRY = "country";
  public static final String COUNTRY_SENT = "country_sent";
  public static final String CLICK_ID = "click_id";
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String ARRIVAL = "arrival";

  static final MessageType SCHEMA = schema();

  /** The columns of the click itself, without where it came from. */
  static final MessageType CLICK =
      new MessageType(
          SCHEMA.getName(),
          SCHEMA.getType(AD_ID),
          SCHEMA.getType(CLICK_TIMESTAMP),
          SCHEMA.getType(USER_ID),
          SCHEMA.getType(IP),
          SCHEMA.getType(COUNTRY),
          SCHEMA.getType(CLICK_ID));

  private ArchiveSchema() {}

  private static MessageType schema() {
    LogicalTypeAnnotation text = LogicalTypeAnnotation.stringType();
    LogicalTypeAnnotation timestamp = LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS);
    return Types.buildMessage()
        .required(PrimitiveTypeName.BINARY)
        .as(text)
        .named(AD_ID)
        .required(PrimitiveTypeName.INT64)
        .as(timestamp)
        .named(CLICK_TIMESTAMP)
        .required(PrimitiveTypeName.BINARY)
        .as(text)
        .named(USER_ID)
        .required(PrimitiveTypeName.BINARY)
        .named(IP)
        .required(PrimitiveTypeName.BINARY)
        .as(text)
        .named(COUNTRY)
        .optional(PrimitiveTypeName.BINARY)
        .as(text)
        .named(COUNTRY_SENT)
        .optional(PrimitiveTypeName.BINARY)
        .as(text)
        .named(CLICK_ID)
        .required(PrimitiveTypeName.BINARY)
        .as(text)
        .named(TOPIC)
        .required(PrimitiveTypeName.INT32)
        .named(PARTITION)
        .required(PrimitiveTypeName.INT64)
        .named(OFFSET)
        .required(PrimitiveTypeName.INT64)
        .as(timestamp)
        .named(ARRIVAL)
        .named("archived_click");
  }

  static ColumnDescriptor column(String name) {
    return SCHEMA.getColumnDescription(new String[] {name});
  }
}
