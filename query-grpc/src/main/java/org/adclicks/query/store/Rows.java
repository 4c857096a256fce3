package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All rows of an answer of Cassandra, page after page, and the columns of one. */
public final class Rows {

  private Rows() {}

  /** Hands over each row; the consumer runs on the driver's threads and must not block. */
  static CompletionStage<Void> forEach(AsyncResultSet page, Consumer<Row> consumer) {
    page.currentPage().forEach(consumer);
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> forEach(next, consumer))
        : CompletableFuture.completedFuture(null);
  }

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
