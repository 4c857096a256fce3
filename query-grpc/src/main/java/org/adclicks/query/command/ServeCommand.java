package org.adclicks.query.command;

import com.datastax.oss.driver.api.core.CqlSession;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.adclicks.access.HostPort;
import org.adclicks.access.StoreTarget;
import org.adclicks.click.DurationText;
import org.adclicks.query.question.WindowLength;
import org.adclicks.query.service.Access;
import org.adclicks.query.service.BuildInfo;
import org.adclicks.query.service.Doorkeeper;
import org.adclicks.query.service.QueryServices;
import org.adclicks.query.service.ServiceSettings;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.StoreConnection;
import org.adclicks.query.store.StoreHealth;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the service until it is told to stop. */
@Command(
    name = "serve",
    description = "Answers questions over gRPC, REST and a page, all on one port.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildInfo.class,
    showDefaultValues = true,
    subcommands = ServeKeysCommand.class)
public final class ServeCommand implements Callable<Integer> {

  private static final Logger LOGGER = LoggerFactory.getLogger(ServeCommand.class);

  /** So long nothing must have come before the server believes that nothing comes any more. */
  private static final Duration QUIET = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @Mixin private ListenOptions listen;

  @Option(
      names = "--cassandra",
      split = ",",
      converter = HostPortConverter.class,
      paramLabel = "HOST:PORT",
      description = "Nodes of the store to start from.")
  private List<HostPort> cassandra = List.of(new HostPort("127.0.0.1", 9042));

  @Option(
      names = "--cassandra-config",
      paramLabel = "FILE",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = {
        "name=value lines: username, password, and for TLS ssl.truststore.location,",
        "ssl.truststore.password and likewise ssl.keystore; $${env:NAME} and $${file:PATH} are",
        "looked up."
      })
  private @Nullable Path cassandraConfig;

  @Option(names = "--keyspace", description = "The store's keyspace.")
  private String keyspace = "adclicks";

  @Option(names = "--datacenter", description = "The store's datacenter near this service.")
  private String datacenter = "datacenter1";

  @Option(
      names = "--longest-answer",
      paramLabel = "DURATION",
      description = "How long a question may take before it is given up, e.g. 5s.")
  private String longestAnswer = DurationText.of(ServiceSettings.LONGEST_ANSWER);

  @Option(
      names = "--store-wait",
      paramLabel = "DURATION",
      description = "How long to wait for the store at the start, e.g. 2m.")
  private String storeWait = "2m";

  @Override
  public Integer call() throws Exception {
    Duration longest;
    Duration patience;
    try {
      longest = WindowLength.parse(longestAnswer);
      patience = WindowLength.parse(storeWait);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    Access access = listen.access(spec);
    StoreTarget store = new StoreTarget(cassandra, datacenter, cassandraConfig);
    PrometheusMeterRegistry metrics = ServiceSettings.newMetrics();
    try (CqlSession session = new StoreConnection(store, keyspace, metrics).connect(patience)) {
      return serve(
          ServiceSettings.of(ClickStore.over(session), StoreHealth.of(session))
              .withLongestAnswer(longest)
              .withAccess(access)
              .withMetrics(metrics));
    } catch (StoreConnection.StoreMissingException e) {
      spec.commandLine().getErr().println("adclicks serve: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int serve(ServiceSettings settings) {
    ServerBuilder builder = Server.builder();
    listen.openOn(builder, spec);
    builder.gracefulShutdownTimeout(QUIET, settings.longestAnswer().plusSeconds(1));
    Doorkeeper door = QueryServices.configureServices(builder, settings);
    Server server = builder.build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cannotBind) {
        spec.commandLine()
            .getErr()
            .println(
                "adclicks serve: cannot listen on %s: %s"
                    .formatted(listen.address(), cannotBind.getMessage()));
        return CommandLine.ExitCode.SOFTWARE;
      }
      throw e;
    }
    LOGGER.info("answering on {} (gRPC, REST, page, health)", listen.url(server.activeLocalPort()));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  door.stop();
                  server.stop().join();
                },
                "stop-on-shutdown"));
    waitUntilClosed(server);
    LOGGER.info("stopped");
    return CommandLine.ExitCode.OK;
  }

  private static void waitUntilClosed(Server server) {
    try {
      server.blockUntilShutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.stop().join();
    }
  }
}
