package org.adclicks.query.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.store.StoreHealth;

/**
 * How new the answers are: for who asks {@code /readyz}, and as metrics.
 *
 * <p>Up is not fresh: a service whose store answers is healthy ({@code /healthz}), however long ago
 * the job last wrote into it. Time moves on also when no clicks come, so an {@code as_of} that has
 * stood for {@link #STANDS} is always a fault.
 */
final class Freshness implements HttpService {

  /** As {@code ./adclicks status} has it: some steps of progress, and a checkpoint. */
  static final Duration STANDS = Duration.ofSeconds(90);

  /** What is told; {@link #FRESH} and {@link #EMPTY} are ready. */
  enum State {
    FRESH,
    /** Nothing has been counted yet. */
    EMPTY,
    STALE,
    STORE_AWAY
  }

  private final StoreHealth health;
  private final Clock clock;

  Freshness(StoreHealth health, Clock clock) {
    this.health = health;
    this.clock = clock;
  }

  State state() {
    return state(health.seen(), clock.millis());
  }

  static State state(StoreHealth.Seen seen, long now) {
    if (!seen.answers()) {
      return State.STORE_AWAY;
    }
    if (seen.asOfMillis() == null) {
      return State.EMPTY;
    }
    return now - seen.movedMillis() > STANDS.toMillis() ? State.STALE : State.FRESH;
  }

  /** Gauges; NaN where nothing was counted yet. */
  void register(MeterRegistry metrics) {
    gauge(
        metrics, "adclicks.store.up", seen -> seen.answers() ? 1 : 0, "Whether the store answers");
    gauge(
        metrics,
        "adclicks.as.of.timestamp.seconds",
        seen -> seconds(asOf(seen)),
        "All clicks of before are counted");
    gauge(
        metrics,
        "adclicks.as.of.lag.seconds",
        seen -> seconds(clock.millis() - asOf(seen)),
        "How far as_of is behind now");
    gauge(
        metrics,
        "adclicks.as.of.stood.seconds",
        seen ->
            seconds(seen.asOfMillis() == null ? Double.NaN : clock.millis() - seen.movedMillis()),
        "How long as_of has not moved");
    gauge(
        metrics,
        "adclicks.newest.closed.minute.age.seconds",
        seen -> seconds(clock.millis() - closed(asOf(seen))),
        "How long ago the newest CLOSED minute ended");
    // Of another clock than as_of's: the queue's, not the clicks'.
    gauge(
        metrics,
        "adclicks.counted.through.lag.seconds",
        seen -> {
          Long through = health.countedThroughMillis();
          return through == null ? Double.NaN : seconds((double) (clock.millis() - through));
        },
        "How far open minutes are counted behind now; NaN if no pipeline counts them");
  }

  private void gauge(
      MeterRegistry metrics,
      String name,
      ToDoubleFunction<StoreHealth.Seen> value,
      String description) {
    Gauge.builder(name, health, source -> value.applyAsDouble(source.seen()))
        .description(description)
        .register(metrics);
  }

  private static double asOf(StoreHealth.Seen seen) {
    Long asOf = seen.asOfMillis();
    return asOf == null ? Double.NaN : asOf;
  }

  private static double closed(double asOfMillis) {
    return Math.floor(asOfMillis / Periods.MINUTE_MILLIS) * Periods.MINUTE_MILLIS;
  }

  private static double seconds(double millis) {
    return millis / 1000;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    StoreHealth.Seen seen = health.seen();
    State state = state(seen, clock.millis());
    boolean ready = state == State.FRESH || state == State.EMPTY;
    return HttpResponse.of(
        ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
        MediaType.JSON_UTF_8,
        toJson(state, seen));
  }

  private static String toJson(State state, StoreHealth.Seen seen) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("state", state.name());
      if (seen.asOfMillis() != null) {
        json.writeStringField("as_of", Instant.ofEpochMilli(seen.asOfMillis()).toString());
        json.writeStringField("moved", Instant.ofEpochMilli(seen.movedMillis()).toString());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
