package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The columns of a row of Cassandra's. */
public final class Rows {

  private Rows() {}

  /** A column that is part of the key, and so never null. */
  static String text(Row row, String column) {
    String value = row.getString(column);
    return value == null ? "" : value;
  }

  static long millis(Row row, String column) {
    Instant value = row.getInstant(column);
    return millisOr(value, Long.MIN_VALUE);
  }

  private static long millisOr(@Nullable Instant value, long missing) {
    return value == null ? missing : value.toEpochMilli();
  }
}
