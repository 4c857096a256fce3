package org.adclicks.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.common.base.Ticker;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.SharedCassandra;
import org.adclicks.query.question.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestatedReaderIT {

  private static final long HOUR = 480_000 * Periods.HOUR_MILLIS;
  private static CqlSession session;

  private final AtomicLong nanos = new AtomicLong();
  private RestatedReader reader;

  @BeforeAll
  static void open() {
    session = SharedCassandra.keyspace("restated_reader");
  }

  @BeforeEach
  void forget() {
    reader =
        new RestatedReader(
            session,
            new Ticker() {
              @Override
              public long read() {
                return nanos.get();
              }
            });
    session.execute("DELETE FROM restated_hours WHERE store = ?", StoreSchema.STREAM_PIPELINE);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void knowsOfNoneWhileProgressDoesNot() {
    restate(1, 4);
    assertThat(reader.hours(progress(Long.MIN_VALUE))).isSameAs(RestatedHours.NONE);
  }

  @Test
  void readsAnewWhenProgressSaysSo() {
    restate(1, 4);
    RestatedHours first = reader.hours(progress(10));
    assertThat(first.epochOf(HOUR)).isEqualTo(1);
    assertThat(first.bucketsOf(HOUR)).contains(new ClickBuckets(4));
    restate(2, 8);
    assertThat(reader.hours(progress(10))).as("what a question costs").isSameAs(first);
    RestatedHours second = reader.hours(progress(11));
    assertThat(second.epochOf(HOUR)).isEqualTo(2);
    assertThat(second.bucketsOf(HOUR)).contains(new ClickBuckets(8));
    assertThat(first.epochOf(HOUR)).as("a question that is under way").isEqualTo(1);
  }

  @Test
  void keepsNothingForLong() {
    assertThat(reader.hours(progress(10)).epochOf(HOUR)).isZero();
    restate(1, 4);
    nanos.addAndGet(RestatedReader.LONGEST_KEPT.toNanos());
    assertThat(reader.hours(progress(10)).epochOf(HOUR)).isZero();
    nanos.incrementAndGet();
    assertThat(reader.hours(progress(10)).epochOf(HOUR)).isEqualTo(1);
  }

  private void restate(int epoch, int buckets) {
    session.execute(
        "INSERT INTO restated_hours (store, hour, epoch, day_buckets) VALUES (?, ?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(HOUR),
        epoch,
        buckets);
  }

  private static Progress progress(long restatedMillis) {
    return new Progress(HOUR, HOUR, HOUR, restatedMillis);
  }
}
