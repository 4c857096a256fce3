package org.adclicks.query.service;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status.Code;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each refusal: why, whose key, what was asked for. It has no address and nothing of the
 * question itself, for those may be a person's.
 */
final class Audit {

  /** Known to {@code RepeatedLines}, which leaves none of its lines out. */
  private static final Logger LOGGER = LoggerFactory.getLogger("adclicks.audit");

  private static final String REFUSALS = "adclicks.refusals";

  private Audit() {}

  /** So that the first of each is seen as a change. */
  static void register(MeterRegistry metrics) {
    for (Code code :
        List.of(Code.UNAUTHENTICATED, Code.PERMISSION_DENIED, Code.RESOURCE_EXHAUSTED)) {
      metrics.counter(REFUSALS, "reason", code.name());
    }
  }

  static void refused(ServiceRequestContext context, Code code) {
    String asked = context.config().route().patternString();
    String caller = Caller.of(context).name();
    LOGGER.warn("refused: {}, key of {}, {} {}", code, caller, context.method(), asked);
    MeterRegistry metrics = context.config().server().config().meterRegistry();
    metrics.counter(REFUSALS, "reason", code.name()).increment();
  }
}
