package org.adclicks.query.command;

import com.google.common.net.HostAndPort;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
      converter = HostAndPortConverter.class,
      paramLabel = "HOST:PORT",
      description = "The service to ask. Default: the local stack's.")
  private @Nullable HostAndPort endpoint;

  @Option(
      names = "--state-dir",
      defaultValue = "${env:ADCLICKS_HOME:-.adclicks}",
      paramLabel = "DIR",
      description = "Where the local stack keeps its state. Default: ${DEFAULT-VALUE}")
  private Path stateDir;

  /** Asks, hands the answer over, and turns failures into a line and an exit code. */
  <T> int ask(CommandSpec command, Function<AdClickQueryBlockingStub, T> question, Answer<T> answer)
      throws IOException {
    HostAndPort service = endpoint == null ? ofLocalStack(command) : endpoint;
    if (service == null) {
      return fail(
          command,
          "no stack is running: ./adclicks up (or name a service with --endpoint HOST:PORT)");
    }
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress(
                service.getHost(), service.getPort(), InsecureChannelCredentials.create())
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

  /** Prints what was answered. */
  interface Answer<T> {
    void print(T answer) throws IOException;
  }

  private @Nullable HostAndPort ofLocalStack(CommandSpec command) throws IOException {
    Path file = stateDir.resolve("endpoints.properties");
    if (!Files.isRegularFile(file)) {
      return null;
    }
    Properties endpoints = new Properties();
    try (InputStream text = Files.newInputStream(file)) {
      endpoints.load(text);
    }
    String found = endpoints.getProperty("query.endpoint");
    if (found == null) {
      throw new ParameterException(
          command.commandLine(), file + " does not name query.endpoint; use --endpoint HOST:PORT");
    }
    return HostAndPort.fromString(found);
  }

  private static int fail(CommandSpec command, HostAndPort service, Status status) {
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
