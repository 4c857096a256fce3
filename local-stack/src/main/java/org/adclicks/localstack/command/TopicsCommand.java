package org.adclicks.localstack.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.adclicks.access.HostPort;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.access.KafkaRefusal;
import org.adclicks.click.DurationText;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.setup.TopicPlan;
import org.adclicks.localstack.setup.TopicSetup;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What Kafka must have for us, as text, done, or compared. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "What Kafka must have: topics with partitions, retention and timestamps, and who may do what.",
      "print shows it as commands of Kafka's own, create does what is missing, check says what"
          + " differs, a line each, and exits 1 if anything does."
    })
public final class TopicsCommand implements Callable<Integer> {

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final String OPTION = "--kafka-config";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "print|create|check", description = "What to do.")
  private Action action;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT,...",
      description = "Kafka brokers. Default: the running stack's.")
  private @Nullable String bootstrap;

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      description = "Kafka's own settings, such as user and TLS, of one who may do this.")
  private @Nullable Path configFile;

  @Option(
      names = "--partitions",
      description = "Of clicks and aggregates. Default: ${DEFAULT-VALUE}.")
  private int partitions = 4;

  @Option(names = "--replication", description = "Replicas of each. Default: ${DEFAULT-VALUE}.")
  private int replicas = 1;

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      description = "E.g. 168h. Default: ${DEFAULT-VALUE}.")
  private String retention = "168h";

  @Option(names = "--clicks-topic", description = "Default: ${DEFAULT-VALUE}.")
  private String clicks = Endpoints.CLICKS_TOPIC;

  @Option(names = "--rejected-topic", description = "Default: ${DEFAULT-VALUE}.")
  private String rejected = Endpoints.REJECTED_TOPIC;

  @Option(names = "--aggregates-topic", description = "Default: ${DEFAULT-VALUE}.")
  private String aggregates = Endpoints.AGGREGATES_TOPIC;

  @Option(names = "--job-user", description = "As who the job comes. Default: ${DEFAULT-VALUE}.")
  private String jobUser = StackSecurity.KAFKA_JOB;

  @Option(
      names = "--loader-user",
      description = "As who those come that bring clicks. Default: ${DEFAULT-VALUE}.")
  private String loaderUser = StackSecurity.KAFKA_LOADER;

  @Option(names = "--without-rights", description = "For a Kafka that everybody may use.")
  private boolean withoutRights;

  @Mixin private StateDirOption stateDir;

  private enum Action {
    print,
    create,
    check
  }

  @Override
  public Integer call() {
    TopicPlan plan = plan();
    if (action == Action.print) {
      List<String> lines =
          plan.lines(
              Objects.requireNonNullElse(bootstrap, "HOST:9092"),
              configFile == null ? "FILE" : configFile.toString());
      lines.stream()
          .filter(line -> !withoutRights || !line.startsWith("kafka-acls"))
          .forEach(System.out::println);
      return 0;
    }
    String where = where();
    try (Admin admin = Admin.create(settings(where))) {
      TopicSetup setup = new TopicSetup(admin, plan);
      List<String> lines =
          action == Action.create
              ? setup.create(!withoutRights)
              : setup.differences(!withoutRights);
      lines.forEach(System.out::println);
      if (lines.isEmpty()) {
        System.out.println("Kafka at " + where + " has all that is wanted");
      }
      return action == Action.create || lines.isEmpty() ? 0 : 1;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new StackFailure(
          KafkaRefusal.ofSilence(cause, where, OPTION, configFile() != null)
              .orElse("Kafka at " + where + ": " + cause.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while talking to Kafka", e);
    }
  }

  private TopicPlan plan() {
    Duration time =
        DurationText.parse(retention)
            .orElseThrow(() -> wrong("--retention '" + retention + "' is no time such as 168h"));
    if (partitions < 1 || replicas < 1) {
      throw wrong("--partitions and --replication must be at least 1");
    }
    return new TopicPlan(
        new TopicPlan.TopicNames(clicks, rejected, aggregates),
        partitions,
        time,
        replicas,
        jobUser,
        loaderUser);
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private String where() {
    if (bootstrap == null) {
      return running("--bootstrap").kafkaBootstrap();
    }
    try {
      return HostPort.join(HostPort.parseAll(bootstrap));
    } catch (IllegalArgumentException e) {
      throw wrong("--bootstrap: " + e.getMessage());
    }
  }

  private @Nullable Path configFile() {
    return configFile != null || bootstrap != null
        ? configFile
        : running("--bootstrap").kafkaConfig(StackSecurity.KAFKA_ADMIN);
  }

  private Map<String, Object> settings(String where) {
    Map<String, Object> settings = new HashMap<>(KafkaConfigFile.read(configFile()).admin());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, where);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
    return settings;
  }

  private Endpoints running(String option) {
    return Endpoints.read(stateDir.resolved())
        .orElseThrow(
            () ->
                new StackFailure(
                    "no stack is running: ./adclicks up (or name servers with " + option + ")"));
  }
}
