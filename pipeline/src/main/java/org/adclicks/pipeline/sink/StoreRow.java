package org.adclicks.pipeline.sink;

import java.util.List;

/**
 * One row of a {@link StoreTable}.
 *
 * @param version the write timestamp it is upserted under: of two writes the higher one stays
 * @param values in the order of the table's columns, each of its column's Java type
 */
public record StoreRow(long version, List<Object> values) {

  public static StoreRow of(long version, Object... values) {
    return new StoreRow(version, List.of(values));
  }
}
