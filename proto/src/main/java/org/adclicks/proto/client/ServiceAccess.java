package org.adclicks.proto.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a query service is asked, by every command that asks one.
 *
 * @param credentials whether through TLS, and whom to trust then
 * @param key sent with each question, if there is one
 */
public record ServiceAccess(ChannelCredentials credentials, Optional<ServiceKey> key) {

  /** What cannot be used, in one line that says what to do. */
  public static final class UnusableException extends Exception {

    private static final long serialVersionUID = 1L;

    private UnusableException(String line) {
      super(line);
    }
  }

  /**
   * Reads the files that are named.
   *
   * @param tls whether to ask through TLS and trust whom Java trusts
   * @param authorities trusted alone, through TLS; null for none named
   * @param keyFile null for the key of the environment, if there is one
   * @throws UnusableException if a file has no key, or no certificates
   */
  public static ServiceAccess read(
      boolean tls,
      @Nullable Path authorities,
      @Nullable Path keyFile,
      Map<String, String> environment)
      throws UnusableException {
    Optional<ServiceKey> key;
    try {
      key = ServiceKey.find(keyFile, environment);
    } catch (IOException e) {
      throw new UnusableException("no key in " + keyFile + ": " + reason(e));
    }
    if (authorities == null) {
      return new ServiceAccess(
          tls ? TlsChannelCredentials.create() : InsecureChannelCredentials.create(), key);
    }
    try {
      return new ServiceAccess(trusting(authorities), key);
    } catch (IOException | CertificateException e) {
      throw new UnusableException("no certificates in " + authorities + ": " + reason(e));
    }
  }

  /**
   * This, if nobody on the way can read the key.
   *
   * @param address as it is told
   * @param isThisMachine whether what is sent there stays here
   * @throws UnusableException if it could be read
   */
  public ServiceAccess to(Object address, boolean isThisMachine) throws UnusableException {
    if (key.isPresent() && !isThisMachine && credentials instanceof InsecureChannelCredentials) {
      throw new UnusableException(
          "the key could be read on its way to "
              + address
              + ": ask through --tls or --tls-ca FILE");
    }
    return this;
  }

  /** gRPC looks at what is in the file only when it makes a channel, and throws what is no line. */
  private static ChannelCredentials trusting(Path file) throws IOException, CertificateException {
    TlsChannelCredentials.Builder trusting =
        TlsChannelCredentials.newBuilder().trustManager(file.toFile());
    try (InputStream pem = Files.newInputStream(file)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
        throw new CertificateException("the file is empty");
      }
    }
    return trusting.build();
  }

  private static String reason(Exception problem) {
    return Objects.requireNonNullElse(problem.getMessage(), problem.toString()).split("\n", 2)[0];
  }
}
