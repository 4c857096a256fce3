package org.adclicks.pipeline.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.adclicks.access.HostPort;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.StackEndpoints;
import org.adclicks.proto.client.ServiceAccess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which query service is asked what became of the lines, and how: the options of {@code adclicks
 * query}.
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
    try {
      return Optional.of(
          new QueryTarget(
              address,
              ServiceAccess.read(tls, authorities, keyFile, environment)
                  .to(address, address.isLoopback())));
    } catch (ServiceAccess.UnusableException e) {
      throw CommandFailure.usage(CommandFailure.reason(e));
    }
  }

  private static HostPort address(String named) throws CommandFailure {
    try {
      return HostPort.parse(named);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--query: " + CommandFailure.reason(e));
    }
  }
}
