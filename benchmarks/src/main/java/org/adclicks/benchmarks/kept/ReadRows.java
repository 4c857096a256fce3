package org.adclicks.benchmarks.kept;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.pipeline.sink.RowPlaces;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.RestatedHours;

/**
 * All rows of some hours that readers are answered from, wherever they lie by now.
 *
 * <p>Shape: scans whole tables; for stores of some million rows.
 */
public final class ReadRows implements AutoCloseable {

  private static final int PAGE_ROWS = 2_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final CqlSession session;
  private final long fromMillis;
  private final long toMillis;

  private ReadRows(CqlSession session, long fromMillis, long toMillis) {
    this.session = session;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  /** Of a stack that runs. */
  public static ReadRows of(Endpoints endpoints, Instant from, Instant to) {
    return new ReadRows(
        SchemaMigration.connect(endpoints.store(StackSecurity.STORE_READER)),
        from.toEpochMilli(),
        to.toEpochMilli());
  }

  /** The one they are read by. */
  public CqlSession session() {
    return session;
  }

  /** What they are now. */
  public RowDigests digests() {
    Map<StoreTable, RowDigests.Digest> digests = new EnumMap<>(StoreTable.class);
    for (StoreTable table : RowDigests.TABLES) {
      long[] rowsAndSum = new long[2];
      forEach(
          table,
          values -> {
            rowsAndSum[0]++;
            rowsAndSum[1] += hash(table, values);
          });
      digests.put(table, new RowDigests.Digest(rowsAndSum[0], rowsAndSum[1]));
    }
    return new RowDigests(digests);
  }

  /** Visits the values of each row; minutes without clicks are none. */
  public void forEach(StoreTable table, Consumer<List<Object>> rows) {
    RowPlaces places = new RowPlaces(fromMillis, toMillis, restated(), true);
    SimpleStatement all =
        SimpleStatement.newInstance(
                "SELECT "
                    + String.join(", ", table.columnNames())
                    + " FROM "
                    + Endpoints.KEYSPACE
                    + "."
                    + table.cqlName())
            .setPageSize(PAGE_ROWS)
            .setTimeout(TIMEOUT);
    for (Row row : session.execute(all)) {
      List<Object> values = table.valuesOf(row);
      OptionalLong place = places.of(table, values);
      if (place.isPresent()
          && place.getAsLong() == (Long) values.get(table.periodColumn())
          && !isEmptyMinute(table, values)) {
        rows.accept(values);
      }
    }
  }

  private static boolean isEmptyMinute(StoreTable table, List<Object> values) {
    return table == StoreTable.MINUTES
        && (!(values.get(3) instanceof List<?> counts) || counts.get(0).equals(0L));
  }

  private RestatedHours restated() {
    Map<Long, RestatedHours.Restated> byHour = new HashMap<>();
    session
        .execute("SELECT hour, epoch, day_buckets FROM " + Endpoints.KEYSPACE + ".restated_hours")
        .forEach(
            row ->
                byHour.put(
                    Objects.requireNonNull(row.getInstant("hour")).toEpochMilli(),
                    new RestatedHours.Restated(
                        row.getInt("epoch"),
                        row.isNull("day_buckets")
                            ? null
                            : new ClickBuckets(row.getInt("day_buckets")))));
    return RestatedHours.of(byHour);
  }

  private static long hash(StoreTable table, List<Object> values) {
    Hasher hasher = Hashing.murmur3_128().newHasher();
    for (Object value : comparable(table, values)) {
      byte[] bytes =
          value instanceof ByteString blob
              ? blob.toByteArray()
              : value.toString().getBytes(StandardCharsets.UTF_8);
      hasher.putInt(bytes.length).putBytes(bytes);
    }
    return hasher.hash().asLong();
  }

  /** Without the epoch, and of a minute what a recompute can know: its clicks and ads. */
  private static List<Object> comparable(StoreTable table, List<Object> values) {
    List<Object> comparable = new ArrayList<>(values);
    comparable.set(table.periodColumn(), "");
    if (table == StoreTable.MINUTES) {
      comparable.set(2, "");
      comparable.set(3, ((List<?>) values.get(3)).subList(0, 2));
    }
    return comparable;
  }

  @Override
  public void close() {
    session.close();
  }
}
