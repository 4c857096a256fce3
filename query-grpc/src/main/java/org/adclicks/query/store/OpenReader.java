package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.base.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.OpenRowsMissingException;
import org.adclicks.query.question.Question;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of minutes that are still open.
 *
 * <p>Units: clicks; milliseconds since 1970.
 *
 * <p>State: what is counted, read at most once a second whoever asks; and rows as they are stored,
 * a fifth of what their cells would take on the heap. A row is read anew once a later version of it
 * is told of. Thread-safe.
 *
 * <p>Errors: the driver's; {@link OpenRowsMissingException}; {@link IllegalStateException} for rows
 * that cannot be read. Source: docs/decisions/0052.
 */
public final class OpenReader {

  static final Duration LONGEST_KEPT = Duration.ofSeconds(1);

  /** Ten minutes of 64 shards at 5,000 clicks/s take 20 MB. */
  private static final long CACHED_BYTES = 32 << 20;

  private static final int BYTES_PER_ENTRY = 200;

  private final CqlSession session;
  private final ConcurrentReads fanout;
  private final Ticker clock;
  private final PreparedStatement progress;
  private final PreparedStatement row;
  private final Cache<RowKey, Stored> rows =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_BYTES)
          .weigher((RowKey key, Stored stored) -> BYTES_PER_ENTRY + stored.cells.remaining())
          .build();
  private @Nullable Reading newest;

  OpenReader(CqlSession session, ConcurrentReads fanout) {
    this(session, fanout, Ticker.systemTicker());
  }

  OpenReader(CqlSession session, ConcurrentReads fanout, Ticker clock) {
    this.session = session;
    this.fanout = fanout;
    this.clock = clock;
    progress =
        session.prepare("SELECT counted_through, blocks FROM open_progress WHERE pipeline = ?");
    row =
        session.prepare(
            "SELECT version, cells FROM open_cells WHERE minute = ? AND shard = ? AND writer = ?");
  }

  /** As it was at most a second ago; nothing if no pipeline ever counted open minutes. */
  public Optional<OpenMinutes> minutes() {
    return Question.current().await(reading().minutes);
  }

  /** The same; nothing, too, if it cannot be read: for a question that has an answer without. */
  public Optional<OpenMinutes> minutesIfReadable() {
    try {
      return minutes();
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Of nobody's question: whoever asks first may hang up, the others still wait for it. */
  private synchronized Reading reading() {
    long now = clock.read();
    Reading last = newest;
    if (last != null
        && now - last.begunNanos < LONGEST_KEPT.toNanos()
        && !last.minutes.isCompletedExceptionally()) {
      return last;
    }
    Reading reading =
        new Reading(
            now,
            session
                .executeAsync(progress.bind(StoreSchema.STREAM_PIPELINE))
                .thenApply(OpenReader::minutesOf)
                .toCompletableFuture());
    newest = reading;
    return reading;
  }

  private static Optional<OpenMinutes> minutesOf(AsyncResultSet page) {
    Row told = page.one();
    ByteBuffer blocks = told == null ? null : told.getByteBuffer("blocks");
    if (told == null || blocks == null || told.isNull("counted_through")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new OpenMinutes(Rows.millis(told, "counted_through"), OpenBlocks.read(blocks)));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("what is stored of open minutes cannot be read", e);
    }
  }

  /** An ad's clicks by minute, without those minutes that have none. */
  public Map<Long, Long> clicksPerMinute(
      String adId, Scope scope, MinuteInterval interval, OpenMinutes open) {
    Map<Long, Long> clicks = new HashMap<>();
    read(open.blocks(interval, adId))
        .forEach(
            (block, cells) ->
                forEach(
                    cells,
                    scope,
                    (cellAd, some) -> {
                      if (cellAd.equals(adId)) {
                        clicks.merge(block.minuteMillis(), some, Long::sum);
                      }
                    }));
    return clicks;
  }

  /** The clicks of each ad that has any. */
  public Map<String, Long> totals(Scope scope, MinuteInterval interval, OpenMinutes open) {
    Map<String, Long> totals = new HashMap<>();
    read(open.blocks(interval))
        .forEach(
            (block, cells) ->
                forEach(cells, scope, (adId, some) -> totals.merge(adId, some, Long::sum)));
    return totals;
  }

  private interface Visitor {
    void visit(String adId, long clicks);
  }

  private static void forEach(ByteBuffer stored, Scope scope, Visitor visitor) {
    Map<String, Boolean> wanted = new HashMap<>();
    try {
      OpenCells.forEach(
          stored,
          (adId, scopeKey, clicks) -> {
            if (clicks > 0
                && (scope.isAll()
                    || wanted.computeIfAbsent(
                        scopeKey, key -> scope.contains(Scope.ofClickKey(key))))) {
              visitor.visit(adId, clicks);
            }
          });
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("stored open cells cannot be read", e);
    }
  }

  /** The cells of each row in its version or a later one. */
  private Map<OpenBlocks.Block, ByteBuffer> read(List<OpenBlocks.Block> blocks) {
    Map<OpenBlocks.Block, ByteBuffer> cells = new ConcurrentHashMap<>();
    List<OpenBlocks.Block> unknown = new ArrayList<>();
    for (OpenBlocks.Block block : blocks) {
      Stored stored = rows.getIfPresent(RowKey.of(block));
      if (stored != null && stored.version >= block.version()) {
        cells.put(block, stored.cells);
      } else {
        unknown.add(block);
      }
    }
    Question question = Question.current();
    fanout.forEach(
        unknown,
        block ->
            question
                .read(
                    session,
                    row.bind(
                        Instant.ofEpochMilli(block.minuteMillis()), block.shard(), block.writer()))
                .thenAccept(page -> cells.put(block, keep(block, page.one()).cells)));
    return cells;
  }

  private Stored keep(OpenBlocks.Block block, @Nullable Row found) {
    ByteBuffer cells = found == null ? null : found.getByteBuffer("cells");
    if (found == null || cells == null || found.getLong("version") < block.version()) {
      throw new OpenRowsMissingException();
    }
    Stored read = new Stored(found.getLong("version"), cells);
    return Objects.requireNonNull(
        rows.asMap()
            .merge(RowKey.of(block), read, (one, two) -> one.version > two.version ? one : two));
  }

  private record RowKey(long minuteMillis, int shard, long writer) {

    static RowKey of(OpenBlocks.Block block) {
      return new RowKey(block.minuteMillis(), block.shard(), block.writer());
    }
  }

  private record Stored(long version, ByteBuffer cells) {}

  /** One look at the row that tells which rows hold, under way or done. */
  private record Reading(long begunNanos, CompletableFuture<Optional<OpenMinutes>> minutes) {}
}
