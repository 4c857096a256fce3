package org.adclicks.access;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Why Kafka does not let somebody in, in one line that says what to do and holds no secret. */
public final class KafkaRefusal {

  private KafkaRefusal() {}

  /**
   * Nothing if the failure is another one, or may be over in a moment.
   *
   * @param where the servers, as they were given
   * @param option that names the file of settings
   */
  public static Optional<String> of(Throwable failure, String where, String option) {
    String kafka = "Kafka at " + where + " refuses us: ";
    for (Throwable e : TlsRefusal.chain(failure)) {
      if (e instanceof SaslAuthenticationException) {
        return Optional.of(
            kafka
                + "user or password is wrong ("
                + TlsRefusal.text(e)
                + "); see sasl.jaas.config in "
                + option);
      }
      if (e instanceof UnsupportedSaslMechanismException) {
        return Optional.of(kafka + TlsRefusal.text(e) + "; see sasl.mechanism in " + option);
      }
      if (e instanceof SslAuthenticationException) {
        return Optional.of(kafka + TlsRefusal.of(e).orElse(TlsRefusal.text(e)) + "; see " + option);
      }
      if (e instanceof AuthorizationException) {
        return Optional.of(
            kafka
                + "this user lacks a right ("
                + TlsRefusal.text(e)
                + "); ./adclicks topics print shows what it needs");
      }
    }
    return Optional.empty();
  }

  /** What is at the bottom of a failure, in a line: a file that is not there, say. */
  public static String innermost(Throwable failure) {
    List<Throwable> chain = TlsRefusal.chain(failure);
    return TlsRefusal.text(chain.get(chain.size() - 1));
  }

  /**
   * The same, and what may be behind a silence: a server that wants TLS says nothing to who has
   * none.
   *
   * @param isConfigured whether the file of settings was given
   */
  public static Optional<String> ofSilence(
      Throwable failure, String where, String option, boolean isConfigured) {
    Optional<String> refusal = of(failure, where, option);
    if (refusal.isPresent()) {
      return refusal;
    }
    boolean isSilent =
        TlsRefusal.chain(failure).stream()
            .anyMatch(
                e ->
                    e instanceof org.apache.kafka.common.errors.TimeoutException
                        || e instanceof TimeoutException);
    return isSilent
        ? Optional.of(
            "Kafka at "
                + where
                + " does not answer: "
                + (isConfigured
                    ? "is it up, and does security.protocol in " + option + " fit its port?"
                    : "is it up? If it wants TLS or a user, "
                        + option
                        + " must name a file that"
                        + " has them"))
        : Optional.empty();
  }
}
