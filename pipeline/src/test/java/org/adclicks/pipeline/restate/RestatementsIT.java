package org.adclicks.pipeline.restate;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.adclicks.pipeline.RealServers;
import org.adclicks.proto.store.StoreSchema;
import org.junit.jupiter.api.Test;

class RestatementsIT {

  private static final String KEYSPACE = "restatements_it";
  private static final Instant HOUR = Instant.parse("2021-03-01T10:00:00Z");

  /** The machine that recomputed before was ten minutes ahead of this one. */
  @Test
  void readersSeeThatHoursAreRestatedWhateverClockDidItBefore() {
    try (CqlSession session = RealServers.get().keyspace(KEYSPACE);
        Restatements restatements = Restatements.of(RealServers.get().store(KEYSPACE))) {
      Instant ahead = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofMinutes(10));
      session.execute(
          "UPDATE progress USING TIMESTAMP ? SET restated = ? WHERE pipeline = ?",
          TimeUnit.MILLISECONDS.toMicros(ahead.toEpochMilli()),
          ahead,
          StoreSchema.STREAM_PIPELINE);

      restatements.show(HourRange.covering(HOUR, HOUR.plus(Duration.ofHours(1))), 1, null);

      Instant seen =
          Objects.requireNonNull(session.execute("SELECT restated FROM progress").one())
              .getInstant("restated");
      assertThat(seen).isBefore(ahead);
    }
  }
}
