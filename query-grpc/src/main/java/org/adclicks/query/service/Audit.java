package org.adclicks.query.service;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each refusal: why, whose key, what was asked for. It has no address and nothing of the
 * question itself, for those may be a person's.
 */
final class Audit {

  /** Known to {@code RepeatedLines}, which leaves none of its lines out. */
  private static final Logger LOGGER = LoggerFactory.getLogger("adclicks.audit");

  private Audit() {}

  static void refused(ServiceRequestContext context, String reason) {
    String asked = context.config().route().patternString();
    String caller = Caller.of(context).name();
    LOGGER.warn("refused: {}, key of {}, {} {}", reason, caller, context.method(), asked);
    MeterRegistry metrics = context.config().server().config().meterRegistry();
    metrics.counter("adclicks.refusals", "reason", reason).increment();
  }
}
