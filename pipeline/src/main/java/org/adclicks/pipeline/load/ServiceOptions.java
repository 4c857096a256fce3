package org.adclicks.pipeline.load;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import org.adclicks.access.HostPort;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.StackEndpoints;
import org.adclicks.proto.client.ServiceKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which query service is asked what became of the lines, and how: the options and refusals of
 * {@code adclicks query}.
 *
 * <p>Errors: {@link CommandFailure} in one line, of bad usage.
 */
final class ServiceOptions {

  @Option(
      names = "--query",
      paramLabel = "HOST:PORT",
      description = "Query service to ask. Default: the running stack's.")
  private @Nullable String query;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description =
          "A file with the key to ask it with. Default: that in ADCLICKS_API_KEY, if any.")
  private @Nullable Path keyFile;

  @Option(names = "--tls", description = "Ask it through TLS.")
  private boolean tls;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Ask it through TLS, and trust these certificates (PEM) alone.")
  private @Nullable Path authorities;

  /** The service that is named, or else the running stack's; nothing if there is none. */
  Optional<QueryTarget> target(StackEndpoints endpoints, Map<String, String> environment)
      throws CommandFailure {
    Optional<String> named = endpoints.queryService(query);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    HostPort address = address(named.get());
    Optional<ServiceKey> key = key(environment);
    if (key.isPresent() && !throughTls() && !isLoopback(address)) {
      throw CommandFailure.usage(
          "the key could be read on its way to "
              + address
              + ": ask through --tls or --tls-ca FILE");
    }
    return Optional.of(new QueryTarget(address, credentials(), key));
  }

  private static HostPort address(String named) throws CommandFailure {
    try {
      return HostPort.parse(named);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--query: " + CommandFailure.reason(e));
    }
  }

  private Optional<ServiceKey> key(Map<String, String> environment) throws CommandFailure {
    try {
      return ServiceKey.find(keyFile, environment);
    } catch (IOException e) {
      throw CommandFailure.usage("no key in " + keyFile + ": " + CommandFailure.reason(e));
    }
  }

  private boolean throughTls() {
    return tls || authorities != null;
  }

  private static boolean isLoopback(HostPort address) {
    try {
      return InetAddress.getByName(address.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private ChannelCredentials credentials() throws CommandFailure {
    if (authorities == null) {
      return tls ? TlsChannelCredentials.create() : InsecureChannelCredentials.create();
    }
    try {
      return trusting(authorities);
    } catch (IOException | CertificateException e) {
      throw CommandFailure.usage(
          "no certificates in " + authorities + ": " + CommandFailure.reason(e));
    }
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
}
