package org.adclicks.query.service;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.util.Set;
import org.adclicks.query.keys.ApiKey;
import org.adclicks.query.keys.KeyScope;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.FilterParser;

/**
 * Who asks, as far as keys tell: a key's holder, or anybody where no keys are in force. A request
 * that passed no check has no caller and may ask nothing.
 */
record Caller(String name, Set<KeyScope> scopes) {

  /** Of a service that is reached from its own machine only. */
  static final Caller ANYBODY = new Caller("anybody", Set.of(KeyScope.values()));

  private static final Caller NOBODY = new Caller("nobody", Set.of());
  private static final AttributeKey<Caller> CALLER = AttributeKey.valueOf(Caller.class, "CALLER");

  Caller {
    scopes = Set.copyOf(scopes);
  }

  static Caller of(ApiKey key) {
    return new Caller(key.name(), key.scopes());
  }

  static Caller of(ServiceRequestContext context) {
    Caller caller = context.attr(CALLER);
    return caller == null ? NOBODY : caller;
  }

  void asks(ServiceRequestContext context) {
    context.setAttr(CALLER, this);
  }

  boolean may(KeyScope asked) {
    return asked.isGivenBy(scopes);
  }

  /**
   * What a question is about, if its caller may ask it.
   *
   * <p>Errors: {@link ForbiddenException}; those of {@link FilterParser}.
   */
  static Filter filter(String text) {
    Filter filter = FilterParser.parse(text);
    if (filter.needsClickIndex() && !of(ServiceRequestContext.current()).may(KeyScope.PERSONAL)) {
      throw new ForbiddenException();
    }
    return filter;
  }
}
