package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.Question;

/**
 * The deduplicated clicks themselves, found by user or by ip in the blocks of their bucket. Errors:
 * the driver's, and {@link IllegalStateException} for a block that is not what was written. Source:
 * docs/decisions/0043.
 */
public final class ClickIndexReader {

  /** Takes one click; called from several threads at once. */
  public interface ClickConsumer {
    void accept(String adId, long clickTimestampMillis);
  }

  /** Blocks of a few KB. */
  private static final int PAGE_ROWS = 100;

  private final CqlSession session;
  private final ConcurrentReads fanout;
  private final PreparedStatement minutes;
  private final PreparedStatement hours;

  ClickIndexReader(CqlSession session, ConcurrentReads fanout) {
    this.session = session;
    this.fanout = fanout;
    minutes =
        session.prepare(
            "SELECT minute, part, block FROM clicks_by_minute WHERE side = ? AND bucket = ? AND hour = ?"
                + " AND minute >= ? AND minute < ?");
    hours =
        session.prepare(
            "SELECT earliest, part, block FROM click_hours WHERE side = ? AND bucket = ? AND day = ?"
                + " AND chunk = ? AND earliest >= ? AND earliest < ?");
  }

  /** Hands over every click of the pieces that matches a filter with a user or an ip. */
  public void forEach(Filter filter, List<ClickPiece> pieces, ClickConsumer consumer) {
    // One address may stand for a whole company, one user hardly for more than a few clicks.
    ClickSide side = filter.userId() != null ? ClickSide.USER : ClickSide.IP;
    String key = Objects.requireNonNull(side == ClickSide.USER ? filter.userId() : filter.ip());
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    fanout.forEach(
        pieces,
        piece -> {
          ClickSweep sweep =
              new ClickSweep(
                  click -> {
                    if (piece.part().contains(click.clickTimestampMillis())
                        && matches(filter, side, key, click)) {
                      consumer.accept(click.adId(), click.clickTimestampMillis());
                    }
                  });
          return read(piece, side, key, utf8, sweep);
        });
  }

  private CompletionStage<Void> read(
      ClickPiece piece, ClickSide side, String key, byte[] utf8, ClickSweep sweep) {
    int hash = Buckets.hash(key);
    Question question = Question.current();
    int bucket = piece.buckets().bucketOf(hash);
    if (piece.isRewritten()) {
      BlockPartition partition = partition("click_hours", piece, side, bucket);
      return question
          .read(session, ofHours(piece, side, hash))
          .thenCompose(page -> sweepInOrder(question, page, "earliest", partition, utf8, sweep));
    }
    // Asked for at once, swept one behind the other. Late clicks first, all of them: what is swept
    // in order hands over what no later block can have again.
    CompletionStage<AsyncResultSet> minutes = question.read(session, ofMinutes(piece, side, hash));
    BlockPartition onTime = partition("clicks_by_minute", piece, side, bucket);
    BlockPartition late =
        partition("clicks_by_minute", piece, side, piece.buckets().lateBucketOf(hash));
    return question
        .read(session, late(piece, side, hash))
        .thenCompose(
            page -> question.forEachRow(page, row -> late.forEachOf(row, utf8, sweep::add)))
        .thenCombine(minutes, (done, page) -> page)
        .thenCompose(page -> sweepInOrder(question, page, "minute", onTime, utf8, sweep));
  }

  private static BlockPartition partition(
      String table, ClickPiece piece, ClickSide side, int bucket) {
    return new BlockPartition(table, side, bucket, piece.partitionMillis());
  }

  private static CompletionStage<Void> sweepInOrder(
      Question question,
      AsyncResultSet first,
      String earliest,
      BlockPartition partition,
      byte[] utf8,
      ClickSweep sweep) {
    return question
        .forEachRow(
            first,
            row -> {
              sweep.passTo(Rows.millis(row, earliest));
              partition.forEachOf(row, utf8, sweep::add);
            })
        .thenRun(sweep::end);
  }

  private BoundStatement ofHours(ClickPiece piece, ClickSide side, int hash) {
    return hours
        .bind(
            side.cqlName(),
            piece.buckets().bucketOf(hash),
            Instant.ofEpochMilli(piece.partitionMillis()),
            ClickBuckets.chunkOf(hash),
            Instant.ofEpochMilli(Periods.hourOf(piece.part().fromMillis())),
            Instant.ofEpochMilli(piece.part().toMillis()))
        .setPageSize(PAGE_ROWS);
  }

  private BoundStatement ofMinutes(ClickPiece piece, ClickSide side, int hash) {
    long from = Periods.minuteOf(piece.part().fromMillis());
    return minutes(piece, side, piece.buckets().bucketOf(hash), from).setPageSize(PAGE_ROWS);
  }

  /** A block of late clicks is of several minutes, and stands under the first. */
  private BoundStatement late(ClickPiece piece, ClickSide side, int hash) {
    return minutes(piece, side, piece.buckets().lateBucketOf(hash), piece.partitionMillis())
        .setPageSize(PAGE_ROWS);
  }

  private BoundStatement minutes(ClickPiece piece, ClickSide side, int bucket, long fromMillis) {
    return minutes.bind(
        side.cqlName(),
        bucket,
        Instant.ofEpochMilli(piece.partitionMillis()),
        Instant.ofEpochMilli(fromMillis),
        Instant.ofEpochMilli(piece.part().toMillis()));
  }

  private static boolean matches(Filter filter, ClickSide side, String key, IndexedClick click) {
    Scope scope = Scope.ofClickKey(click.scopeKey());
    return side == ClickSide.USER
        ? filter.matches(scope, key, click.other())
        : filter.matches(scope, click.other(), key);
  }
}
