package org.adclicks.pipeline.rollup;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.stream.Stream;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.sink.StoredPartitions;
import org.adclicks.pipeline.store.OpenedOnce;

/**
 * Reads whole partitions of a table of cells.
 *
 * <p>Errors: the driver's, after the store has refused a page for half a minute.
 */
final class StoredCells implements OpenedOnce.Closing {

  /** Receives a row, ads in order. */
  @FunctionalInterface
  interface Visitor {
    void visit(String adId, Scope scope, long clicks);
  }

  private static final String[] COLUMNS =
      Stream.concat(Stream.of("ad_id", "clicks"), Dimension.ALL.stream().map(Dimension::fieldName))
          .toArray(String[]::new);
  private static final int PAGE_ROWS = 5_000;

  private final StoredPartitions partitions;

  private StoredCells(StoredPartitions partitions) {
    this.partitions = partitions;
  }

  static StoredCells connect(StoreSettings store, StoreTable table) {
    return new StoredCells(StoredPartitions.connect(store, table, PAGE_ROWS, COLUMNS));
  }

  /** Visits all cells of one partition. */
  void forEach(int bucket, long periodMillis, Visitor visitor) {
    partitions.forEach(
        row -> visitor.visit(row.getString("ad_id"), scope(row), row.getLong("clicks")),
        bucket,
        periodMillis);
  }

  /** Whether rows written then may have left the table ({@link StoredPartitions#areGone}). */
  boolean areGone(long writtenMillis) {
    return partitions.areGone(writtenMillis);
  }

  private static Scope scope(Row row) {
    return Scope.narrowest(
        Dimension.ALL.stream()
            .map(dimension -> row.getString(dimension.fieldName()))
            .toArray(String[]::new));
  }

  @Override
  public void close() {
    partitions.close();
  }
}
