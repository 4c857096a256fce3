package org.adclicks.click;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields a log line gives of a click, in the order a CSV record has them: the one table that
 * JSON, CSV, headers, the archive's columns, made-up clicks and filters take them from.
 *
 * <p>A new field goes to the end: records written before are then still read as they were meant.
 */
public enum ClickField {
  AD_ID("ad_id", Kind.ID, Presence.REQUIRED, false),
  CLICK_TIMESTAMP("click_timestamp", Kind.TIME, Presence.REQUIRED, false),
  USER_ID("user_id", Kind.ID, Presence.REQUIRED, true),
  IP("ip", Kind.IP, Presence.REQUIRED, true),
  COUNTRY("country", Kind.DIMENSION, Presence.IN_EVERY_RECORD, true),
  CLICK_ID("click_id", Kind.ID, Presence.OPTIONAL, false);

  /** By which rule a field is read and checked. */
  public enum Kind {
    /** {@link Ids}. */
    ID,
    /** RFC 3339, or milliseconds since 1970. */
    TIME,
    /** {@link IpAddresses}. */
    IP,
    /** {@link Dimension}: one of few values, or not known. */
    DIMENSION
  }

  private enum Presence {
    /** Without it a line is no click. */
    REQUIRED,
    /** A CSV record without its place is none, though the place may be empty. */
    IN_EVERY_RECORD,
    OPTIONAL
  }

  /** All fields, each at its place in a CSV record. */
  public static final List<ClickField> ALL = List.of(values());

  private static final int IN_EVERY_RECORD =
      (int) ALL.stream().filter(field -> field.presence != Presence.OPTIONAL).count();

  private final String fieldName;
  private final Kind kind;
  private final Presence presence;
  private final boolean filterable;

  ClickField(String fieldName, Kind kind, Presence presence, boolean filterable) {
    this.fieldName = fieldName;
    this.kind = kind;
    this.presence = presence;
    this.filterable = filterable;
  }

  /** As lines, headers, archive, messages and filters name it. */
  public String fieldName() {
    return fieldName;
  }

  /** Its place in a CSV record, from 0. */
  @SuppressWarnings("EnumOrdinal") // Records are written in this order: it is the field's own.
  public int place() {
    return ordinal();
  }

  public Kind kind() {
    return kind;
  }

  /** Whether a line without it is no click. */
  public boolean isRequired() {
    return presence == Presence.REQUIRED;
  }

  /** Whether questions may be about the clicks of one of its values. */
  public boolean isFilterable() {
    return filterable;
  }

  /** The fewest fields of a CSV record: these come first, the optional ones behind them. */
  public static List<ClickField> inEveryRecord() {
    return ALL.subList(0, IN_EVERY_RECORD);
  }

  /** The field of this name, null if there is none. */
  public static @Nullable ClickField named(String name) {
    for (ClickField field : ALL) {
      if (field.fieldName.equals(name)) {
        return field;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return fieldName;
  }
}
