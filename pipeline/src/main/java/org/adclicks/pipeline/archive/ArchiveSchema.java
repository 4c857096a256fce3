package org.adclicks.pipeline.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.click.ClickField;
import org.adclicks.click.Dimension;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns of an archive file: the click's fields, and the queue's word for where it stood
 * there.
 *
 * <p>(topic, partition, offset) names a row: after a restart the same row may stand in two files,
 * and a reader takes each offset once. Timestamps are UTC, in milliseconds. The ip stands as its 4
 * or 16 bytes in network order, so that ranges and networks compare as bytes do.
 *
 * <p>A dimension's value is the one the click counts under. Where its line says otherwise, a second
 * column has that: country_sent " uk" for GB, "Atlantis" for ZZ, and "" if the line says nothing.
 *
 * <p>Source: docs/decisions/0010, 0021.
 */
public final class ArchiveSchema {

  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String ARRIVAL = "arrival";

  private static final String NAME = "archived_click";
  private static final LogicalTypeAnnotation TEXT = LogicalTypeAnnotation.stringType();
  private static final LogicalTypeAnnotation TIMESTAMP =
      LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS);

  /** What a column's values are like. */
  enum Values {
    IDS,
    ADDRESSES,
    FEW_TEXTS,
    FEW_NUMBERS,
    NUMBERS
  }

  private static final Map<String, Values> VALUES = new LinkedHashMap<>();

  static final MessageType SCHEMA = schema();

  /** The columns of the click itself, without where it came from. */
  static final MessageType CLICK =
      new MessageType(
          NAME, ClickField.ALL.stream().map(field -> SCHEMA.getType(column(field))).toList());

  private ArchiveSchema() {}

  /** The column of a field. */
  public static String column(ClickField field) {
    return field.fieldName();
  }

  /** The column of what lines say for a dimension. */
  public static String sentColumn(Dimension dimension) {
    return dimension.fieldName() + "_sent";
  }

  /** What the values of a column are like; {@link IllegalArgumentException} for none of ours. */
  static Values values(String column) {
    Values values = VALUES.get(column);
    if (values == null) {
      throw new IllegalArgumentException("no archive column: " + column);
    }
    return values;
  }

  static ColumnDescriptor descriptor(String column) {
    return SCHEMA.getColumnDescription(new String[] {column});
  }

  /** Those of some columns that a file has: it may be older than a dimension. */
  static MessageType within(MessageType columns, MessageType file) {
    return new MessageType(
        NAME,
        columns.getFields().stream().filter(type -> file.containsField(type.getName())).toList());
  }

  private static MessageType schema() {
    List<Type> columns = new ArrayList<>();
    for (ClickField field : ClickField.ALL) {
      columns.add(ofField(field));
      if (field.kind() == ClickField.Kind.DIMENSION) {
        columns.add(
            add(
                sentColumn(Dimension.of(field)),
                Values.FEW_TEXTS,
                Types.optional(PrimitiveTypeName.BINARY).as(TEXT)));
      }
    }
    columns.add(add(TOPIC, Values.FEW_TEXTS, Types.required(PrimitiveTypeName.BINARY).as(TEXT)));
    columns.add(add(PARTITION, Values.FEW_NUMBERS, Types.required(PrimitiveTypeName.INT32)));
    columns.add(add(OFFSET, Values.NUMBERS, Types.required(PrimitiveTypeName.INT64)));
    columns.add(
        add(ARRIVAL, Values.NUMBERS, Types.required(PrimitiveTypeName.INT64).as(TIMESTAMP)));
    return new MessageType(NAME, columns);
  }

  private static Type ofField(ClickField field) {
    boolean always = field.isRequired() || field.kind() == ClickField.Kind.DIMENSION;
    PrimitiveTypeName type =
        field.kind() == ClickField.Kind.TIME ? PrimitiveTypeName.INT64 : PrimitiveTypeName.BINARY;
    Types.PrimitiveBuilder<PrimitiveType> column =
        always ? Types.required(type) : Types.optional(type);
    return switch (field.kind()) {
      case ID -> add(column(field), Values.IDS, column.as(TEXT));
      case TIME -> add(column(field), Values.NUMBERS, column.as(TIMESTAMP));
      case IP -> add(column(field), Values.ADDRESSES, column);
      case DIMENSION -> add(column(field), Values.FEW_TEXTS, column.as(TEXT));
    };
  }

  private static Type add(
      String name, Values values, Types.PrimitiveBuilder<PrimitiveType> column) {
    VALUES.put(name, values);
    return column.named(name);
  }
}
