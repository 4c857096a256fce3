package org.adclicks.access;

import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Why TLS did not come about, in words that say what to do; whoever the server is. */
public final class TlsRefusal {

  private TlsRefusal() {}

  /** A failure and all it came of, outermost first. */
  public static List<Throwable> chain(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    for (Throwable e = failure; e != null && seen.add(e); e = e.getCause()) {
      chain.add(e);
    }
    return chain;
  }

  /** Nothing if the failure is none of TLS. */
  public static Optional<String> of(Throwable failure) {
    List<Throwable> chain = chain(failure);
    if (chain.stream().noneMatch(e -> e instanceof SSLException || isNoTls(e))) {
      return Optional.empty();
    }
    for (Throwable e : chain) {
      if (e instanceof CertificateExpiredException) {
        return Optional.of("its certificate has expired (" + e.getMessage() + "): renew it there");
      }
      if (e instanceof CertificateNotYetValidException) {
        return Optional.of(
            "its certificate is not valid yet (" + e.getMessage() + "): are the clocks right?");
      }
    }
    for (Throwable e : chain) {
      // The latter where ours has the same name as theirs, as of one made anew.
      if (e instanceof CertPathBuilderException || e instanceof SignatureException) {
        return Optional.of(
            "its certificate is signed by nobody we believe: ssl.truststore.location must hold its"
                + " CA");
      }
      if (isNoTls(e)) {
        return Optional.of("it does not speak TLS on this port: ask another, or without TLS");
      }
      if (e instanceof CertificateException && text(e).contains("No ")) {
        return Optional.of("its certificate is of another host (" + e.getMessage() + ")");
      }
      if (text(e).toLowerCase(Locale.ROOT).contains("received fatal alert")) {
        return Optional.of(
            "it does not take our certificate, or wants one ("
                + e.getMessage()
                + "): ssl.keystore.location must name one it believes");
      }
    }
    // A driver that has closed already does not always tell why.
    return Optional.of(
        "TLS with it fails ("
            + text(chain.get(chain.size() - 1))
            + "): ssl.truststore.location must hold its CA, and its certificate name this host");
  }

  private static boolean isNoTls(Throwable e) {
    return e.getClass().getSimpleName().equals("NotSslRecordException")
        || text(e).contains("Unsupported or unrecognized SSL message");
  }

  static String text(Throwable e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    return message.lines().findFirst().orElse(message);
  }
}
