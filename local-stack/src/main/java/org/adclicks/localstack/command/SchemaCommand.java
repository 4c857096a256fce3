package org.adclicks.localstack.command;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.adclicks.access.HostPort;
import org.adclicks.access.StoreAccess;
import org.adclicks.access.StoreRefusal;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.localstack.setup.SchemaPlan;
import org.adclicks.localstack.setup.SchemaSetup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What Cassandra must have for us, as text, done, or compared. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "What Cassandra must have: keyspace, tables, their version, and two users with their rights.",
      "print shows it as CQL, apply does what is missing, check says what differs, a line each,"
          + " and exits 1 if anything does."
    })
public final class SchemaCommand implements Callable<Integer> {

  private static final String OPTION = "--cassandra-config";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "print|apply|check", description = "What to do.")
  private Action action;

  @Option(
      names = "--cassandra",
      paramLabel = "HOST:PORT,...",
      description = "Nodes to start from. Default: the running stack's.")
  private @Nullable String nodes;

  @Option(names = OPTION, paramLabel = "FILE", description = "User and TLS of one who may do this.")
  private @Nullable Path configFile;

  @Option(names = "--keyspace", description = "Default: ${DEFAULT-VALUE}.")
  private String keyspace = Endpoints.KEYSPACE;

  @Option(names = "--datacenter", description = "Of those nodes. Default: ${DEFAULT-VALUE}.")
  private String datacenter = CassandraProcess.DATACENTER;

  @Option(names = "--replication", description = "Replicas of each row. Default: ${DEFAULT-VALUE}.")
  private int replicas = 1;

  @Option(names = "--writer", description = "As who the job comes. Default: ${DEFAULT-VALUE}.")
  private String writer = StackSecurity.STORE_WRITER;

  @Option(names = "--reader", description = "As who the service comes. Default: ${DEFAULT-VALUE}.")
  private String reader = StackSecurity.STORE_READER;

  @Option(
      names = "--passwords-of",
      paramLabel = "FILE",
      split = ",",
      description =
          "apply: files the job's and the service's --cassandra-config name; their passwords become"
              + " those of their users.")
  private List<Path> passwordFiles = List.of();

  @Option(names = "--without-roles", description = "For a Cassandra that everybody may use.")
  private boolean withoutRoles;

  @Mixin private StateDirOption stateDir;

  private enum Action {
    print,
    apply,
    check
  }

  @Override
  public Integer call() {
    SchemaPlan plan = plan();
    if (action == Action.print) {
      plan.statements().forEach(statement -> System.out.println(statement + ";"));
      if (!withoutRoles) {
        System.out.println(
            "-- Without passwords: ALTER ROLE ... WITH PASSWORD, or schema apply --passwords-of");
        plan.roleStatements().forEach(statement -> System.out.println(statement + ";"));
      }
      return 0;
    }
    StoreTarget store = store();
    try {
      return action == Action.apply ? apply(plan, store) : check(plan, store);
    } catch (DriverException e) {
      throw refused(store, e);
    } catch (StackFailure e) {
      throw e.getCause() instanceof DriverException cause ? refused(store, cause) : e;
    }
  }

  private static StackFailure refused(StoreTarget store, DriverException e) {
    return new StackFailure(
        StoreRefusal.of(e, store.where(), OPTION)
            .or(
                () ->
                    StoreRefusal.isHangUp(e)
                        ? Optional.of(StoreRefusal.ofHangUp(store.where(), OPTION))
                        : Optional.empty())
            .orElse("Cassandra at " + store.where() + ": " + e.getMessage()),
        e);
  }

  private int apply(SchemaPlan plan, StoreTarget store) {
    Map<String, String> passwords = passwords(plan);
    int steps = SchemaMigration.migrate(store, keyspace, replicas);
    System.out.println(
        steps == 0
            ? "keyspace " + keyspace + " is as this build wants it"
            : steps + " steps applied to keyspace " + keyspace);
    if (!withoutRoles) {
      try (CqlSession session = SchemaMigration.connect(store)) {
        new SchemaSetup(session, plan).applyRoles(passwords);
      }
      System.out.println("users " + writer + " and " + reader + " have their rights");
    }
    return 0;
  }

  private Map<String, String> passwords(SchemaPlan plan) {
    Map<String, String> passwords = new HashMap<>();
    for (Path file : passwordFiles) {
      StoreAccess access = StoreAccess.read(file);
      String user = access.username().orElse("nobody");
      if (!List.of(plan.writer(), plan.reader()).contains(user)) {
        throw wrong("--passwords-of: " + file + " is of " + user + ", not of writer or reader");
      }
      passwords.put(user, access.password());
    }
    return passwords;
  }

  private int check(SchemaPlan plan, StoreTarget store) {
    try (CqlSession session = store.session().withConfigLoader(patient()).build()) {
      List<String> differences = new SchemaSetup(session, plan).differences(!withoutRoles);
      differences.forEach(System.out::println);
      if (differences.isEmpty()) {
        System.out.println("Cassandra at " + store.where() + " has all that is wanted");
      }
      return differences.isEmpty() ? 0 : 1;
    }
  }

  private static DriverConfigLoader patient() {
    return DriverConfigLoader.programmaticBuilder()
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, PATIENCE)
        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
        .build();
  }

  private SchemaPlan plan() {
    for (String name : List.of(keyspace, writer, reader)) {
      if (!name.matches("[a-z][a-z0-9_]{0,47}")) {
        throw wrong("'" + name + "' must be lower-case letters, digits and '_', at most 48");
      }
    }
    if (replicas < 1 || !datacenter.matches("[A-Za-z0-9_.-]+")) {
      throw wrong("--replication must be at least 1, and --datacenter a name");
    }
    return new SchemaPlan(keyspace, datacenter, replicas, writer, reader);
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private StoreTarget store() {
    if (nodes == null) {
      Endpoints running = running("--cassandra");
      return running
          .store(StackSecurity.STORE_ADMIN)
          .as(configFile != null ? configFile : running.storeConfig(StackSecurity.STORE_ADMIN));
    }
    try {
      return new StoreTarget(HostPort.parseAll(nodes), datacenter, configFile);
    } catch (IllegalArgumentException e) {
      throw wrong("--cassandra: " + e.getMessage());
    }
  }

  private Endpoints running(String option) {
    return Endpoints.read(stateDir.resolved())
        .orElseThrow(
            () ->
                new StackFailure(
                    "no stack is running: ./adclicks up (or name servers with " + option + ")"));
  }
}
