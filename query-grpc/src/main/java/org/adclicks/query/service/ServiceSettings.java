package org.adclicks.query.service;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.StoreHealth;

/**
 * What the service is made of.
 *
 * @param longestAnswer questions take no longer
 * @param access who may ask what; default: anybody everything
 * @param metrics where all that is counted goes; default: of its own
 */
public record ServiceSettings(
    ClickStore store,
    StoreHealth health,
    Duration longestAnswer,
    Access access,
    PrometheusMeterRegistry metrics) {

  /** Default. */
  public static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

  public static ServiceSettings of(ClickStore store, StoreHealth health) {
    return new ServiceSettings(store, health, LONGEST_ANSWER, Access.open(), newMetrics());
  }

  public static PrometheusMeterRegistry newMetrics() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  public ServiceSettings withLongestAnswer(Duration longest) {
    return new ServiceSettings(store, health, longest, access, metrics);
  }

  public ServiceSettings withAccess(Access other) {
    return new ServiceSettings(store, health, longestAnswer, other, metrics);
  }

  public ServiceSettings withMetrics(PrometheusMeterRegistry registry) {
    return new ServiceSettings(store, health, longestAnswer, access, registry);
  }
}
