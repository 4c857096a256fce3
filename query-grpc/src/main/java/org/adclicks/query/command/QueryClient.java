package org.adclicks.query.command;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.adclicks.access.HostPort;
import org.adclicks.access.StackFile;
import org.adclicks.access.StackFile.Entry;
import org.adclicks.proto.client.ServiceAccess;
import org.adclicks.proto.client.ServiceKey;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryBlockingStub;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options that say which service to ask, and the asking.
 *
 * <p>Errors: one line on stderr; exit code 2 for a bad question, 1 for no answer.
 */
final class QueryClient {

  /** Longer than the service lets any answer take. */
  private static final long DEADLINE_SECONDS = 65;

  @Option(
      names = "--endpoint",
      converter = HostPortConverter.class,
      paramLabel = "HOST:PORT",
      description = "The service to ask. Default: the local stack's.")
  private @Nullable HostPort endpoint;

  @Option(
      names = "--state-dir",
      defaultValue = "${env:ADCLICKS_HOME:-.adclicks}",
      paramLabel = "DIR",
      description = "Where the local stack keeps its state. Default: ${DEFAULT-VALUE}")
  private Path stateDir;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "A file with the key to ask with. Default: that in ADCLICKS_API_KEY, if any.")
  private @Nullable Path keyFile;

  @Option(names = "--tls", description = "Ask through TLS.")
  private boolean tls;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Ask through TLS, and trust these certificates (PEM) alone.")
  private @Nullable Path authorities;

  /** Asks, hands the answer over, and turns failures into a line and an exit code. */
  <T> int ask(CommandSpec command, Function<AdClickQueryBlockingStub, T> question, Answer<T> answer)
      throws IOException {
    HostPort service = endpoint == null ? ofLocalStack(command) : endpoint;
    if (service == null) {
      return fail(
          command,
          "no stack is running: ./adclicks up (or name a service with --endpoint HOST:PORT)");
    }
    ServiceAccess access = access(command, service);
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress(service.host(), service.port(), access.credentials())
            .intercept(access.key().map(ServiceKey::interceptor).stream().toList())
            .build();
    try {
      T answered =
          question.apply(
              AdClickQueryGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
      answer.print(answered);
      return CommandLine.ExitCode.OK;
    } catch (StatusRuntimeException e) {
      return fail(command, service, e.getStatus());
    } finally {
      channel.shutdownNow();
    }
  }

  private ServiceAccess access(CommandSpec command, HostPort service) {
    try {
      return ServiceAccess.read(tls, authorities, keyFile, System.getenv())
          .to(service, service.isLoopback());
    } catch (ServiceAccess.UnusableException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Prints what was answered. */
  interface Answer<T> {
    void print(T answer) throws IOException;
  }

  private @Nullable HostPort ofLocalStack(CommandSpec command) throws IOException {
    Optional<StackFile> stack = StackFile.read(stateDir);
    if (stack.isEmpty()) {
      return null;
    }
    Optional<String> found = stack.get().value(Entry.QUERY);
    if (found.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "%s does not name %s; use --endpoint HOST:PORT"
              .formatted(StackFile.in(stateDir), Entry.QUERY));
    }
    return HostPort.parse(found.get());
  }

  private static int fail(CommandSpec command, HostPort service, Status status) {
    String said =
        status.getDescription() == null ? status.getCode().name() : status.getDescription();
    if (status.getCode() == Status.Code.INVALID_ARGUMENT) {
      fail(command, said);
      return CommandLine.ExitCode.USAGE;
    }
    if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null) {
      return fail(
          command, "no service answers at " + service + "; ./adclicks status says what to do");
    }
    return fail(command, said);
  }

  private static int fail(CommandSpec command, String line) {
    command.commandLine().getErr().println(command.qualifiedName() + ": " + line);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
