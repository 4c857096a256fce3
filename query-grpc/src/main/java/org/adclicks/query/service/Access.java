package org.adclicks.query.service;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.auth.AuthService;
import com.linecorp.armeria.server.throttling.ThrottlingService;
import com.linecorp.armeria.server.throttling.ThrottlingStrategy;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.adclicks.query.keys.ApiKey;
import org.adclicks.query.keys.KeyRing;
import org.adclicks.query.keys.KeyScope;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in to what, and how often, by the key sent as {@code Authorization: Bearer KEY}; or
 * anybody of this machine to everything, where no keys are in force.
 *
 * <p>Errors: UNAUTHENTICATED for no key and a wrong one, in the same words; PERMISSION_DENIED, also
 * for who asks by a name that is none of this machine; RESOURCE_EXHAUSTED with when to ask again.
 * Each has its {@link Audit} line.
 *
 * <p>Source: docs/decisions/0039.
 */
public final class Access {

  private static final String BEARER = "Bearer ";
  private static final String HEALTH = "/grpc.health.v1.Health/";
  private static final int RETRY_SECONDS = 1;

  private final @Nullable KeyRing keys;
  private final int questionsPerSecond;
  private final Map<String, RateLimiter> rates = new ConcurrentHashMap<>();

  private Access(@Nullable KeyRing keys, int questionsPerSecond) {
    this.keys = keys;
    this.questionsPerSecond = questionsPerSecond;
  }

  /** Anybody of this machine may ask everything. */
  public static Access open() {
    return new Access(null, 0);
  }

  /** Holders of keys may ask what their keys allow, each so many questions in a second. */
  public static Access byKeys(KeyRing keys, int questionsPerSecond) {
    return new Access(keys, questionsPerSecond);
  }

  /** Lets those in whose key has the scope; whoever asks for health, always. */
  Function<HttpService, HttpService> requiring(KeyScope scope) {
    if (keys == null) {
      return service ->
          service.decorate(
              (delegate, context, request) -> {
                if (!isOfThisMachine(request)) {
                  return misled(context, request);
                }
                Caller.ANYBODY.asks(context);
                return delegate.serve(context, request);
              });
    }
    Function<? super HttpService, ThrottlingService> throttle =
        ThrottlingService.builder(ThrottlingStrategy.of(this::isInTime, "questions-of-a-key"))
            .onRejectedRequest((delegate, context, request, cause) -> tooOften(context, request))
            .newDecorator();
    Function<? super HttpService, AuthService> identify =
        AuthService.builder()
            .add((context, request) -> CompletableFuture.completedFuture(isKnown(context, request)))
            .onFailure((delegate, context, request, cause) -> unknown(context, request))
            .newDecorator();
    Function<? super HttpService, AuthService> permit =
        AuthService.builder()
            .add(
                (context, request) ->
                    CompletableFuture.completedFuture(
                        isHealth(context) || Caller.of(context).may(scope)))
            .onFailure((delegate, context, request, cause) -> forbidden(context, request))
            .newDecorator();
    return service -> identify.apply(permit.apply(throttle.apply(service)));
  }

  /**
   * A browser would let a page of anywhere read the answers once its name leads to this machine: so
   * where anybody may ask, it is asked by address or as localhost.
   */
  private static boolean isOfThisMachine(HttpRequest request) {
    String authority = request.authority();
    if (authority == null) {
      return true;
    }
    try {
      String host = HostAndPort.fromString(authority).getHost();
      return host.equalsIgnoreCase("localhost") || InetAddresses.isInetAddress(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static HttpResponse misled(ServiceRequestContext context, HttpRequest request) {
    return refuse(
        context,
        request,
        Problem.of(
            Code.PERMISSION_DENIED,
            "without keys this service is asked as localhost or by its address, by no other name",
            "HOST"));
  }

  private static boolean isHealth(ServiceRequestContext context) {
    return context.path().startsWith(HEALTH);
  }

  // Not Armeria's reader of bearer tokens: it writes a header it cannot read to the log.
  private boolean isKnown(ServiceRequestContext context, HttpRequest request) {
    if (isHealth(context)) {
      return true;
    }
    String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (keys == null || header == null || !header.startsWith(BEARER)) {
      return false;
    }
    Optional<ApiKey> key = keys.find(header.substring(BEARER.length()).strip());
    key.ifPresent(known -> Caller.of(known).asks(context));
    return key.isPresent();
  }

  private CompletionStage<Boolean> isInTime(ServiceRequestContext context, HttpRequest request) {
    return CompletableFuture.completedFuture(
        isHealth(context)
            || rates.computeIfAbsent(Caller.of(context).name(), this::rate).acquirePermission());
  }

  private RateLimiter rate(String key) {
    return RateLimiter.of(
        key,
        RateLimiterConfig.custom()
            .limitForPeriod(questionsPerSecond)
            .limitRefreshPeriod(Duration.ofSeconds(RETRY_SECONDS))
            .timeoutDuration(Duration.ZERO)
            .build());
  }

  private static HttpResponse unknown(ServiceRequestContext context, HttpRequest request) {
    return refuse(
        context,
        request,
        Problem.of(Code.UNAUTHENTICATED, "a key is needed: Authorization: Bearer KEY", "KEY"));
  }

  private static HttpResponse forbidden(ServiceRequestContext context, HttpRequest request) {
    return refuse(
        context, request, Problem.of(Code.PERMISSION_DENIED, ForbiddenException.MESSAGE, "SCOPE"));
  }

  private static HttpResponse tooOften(ServiceRequestContext context, HttpRequest request) {
    return refuse(
        context,
        request,
        Problem.passing(
            Code.RESOURCE_EXHAUSTED,
            "this key has asked as often as it may for now",
            "RATE",
            RETRY_SECONDS));
  }

  private static HttpResponse refuse(
      ServiceRequestContext context, HttpRequest request, Problem problem) {
    Audit.refused(context, problem.code());
    return problem.answerTo(request.headers());
  }
}
