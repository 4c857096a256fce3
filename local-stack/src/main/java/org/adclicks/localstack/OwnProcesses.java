package org.adclicks.localstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.Installation;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.StackSizes;

/** Our own modules as child processes: the pipeline and its tools, and the query service. */
final class OwnProcesses {

  private static final String PIPELINE = "pipeline";
  private static final String PIPELINE_MAIN = "org.adclicks.pipeline.Main";

  private OwnProcesses() {}

  /** The streaming job of a stack, and where engines may leave what they unpack. */
  static ChildCommand stream(Endpoints endpoints, StackPlan plan, Path temporaryFolder) {
    StackSizes sizes = plan.sizes();
    List<String> options = withOpenedPackages(sizes.pipeline());
    options.add("-Djava.io.tmpdir=" + temporaryFolder);
    List<String> arguments =
        new ArrayList<>(List.of("stream", "--runner=" + plan.runner().beamName()));
    arguments.addAll(sinksAndSources(endpoints));
    arguments.addAll(destination(plan));
    arguments.add("--clickBuckets=" + sizes.clickBuckets());
    if (plan.runner() == Runner.FLINK) {
      arguments.add("--parallelism=" + sizes.parallelism());
    }
    arguments.add("--metricsPort=" + endpoints.metricsPort());
    arguments.add("--checkpointDir=" + endpoints.archiveDir().resolveSibling("checkpoints"));
    return new ChildCommand(
            PIPELINE,
            Installation.find().moduleClassPath(PIPELINE),
            PIPELINE_MAIN,
            options,
            outdone(arguments, plan.streamOptions()))
        .behindOthers();
  }

  /** The job that brings a stack's aggregates from their queue to its store, in one process. */
  static ChildCommand store(Endpoints endpoints, StackPlan plan, Path temporaryFolder) {
    List<String> options = withOpenedPackages(plan.sizes().store());
    options.add("-Djava.io.tmpdir=" + temporaryFolder);
    List<String> arguments =
        new ArrayList<>(List.of(PIPELINE, "store", "--runner=" + plan.runner().beamName()));
    arguments.addAll(sinksAndSources(endpoints));
    arguments.add("--clickBuckets=" + plan.sizes().clickBuckets());
    endpoints.storeMetricsPort().ifPresent(port -> arguments.add("--metricsPort=" + port));
    arguments.add("--checkpointDir=" + endpoints.archiveDir().resolveSibling("store-checkpoints"));
    return new ChildCommand(
            "store",
            Installation.find().moduleClassPath(PIPELINE),
            PIPELINE_MAIN,
            options,
            arguments)
        .behindOthers();
  }

  /** The options, and those of the same name instead of them: none may be given twice. */
  private static List<String> outdone(List<String> options, List<String> others) {
    List<String> all = new ArrayList<>(options);
    for (String other : others) {
      String name = other.substring(0, other.indexOf('=') + 1);
      all.removeIf(option -> option.startsWith(name));
      all.add(other);
    }
    return all;
  }

  private static List<String> destination(StackPlan plan) {
    return List.of("--aggregatesTo=" + (plan.isQueued() ? "queue" : "store"));
  }

  /** The streaming job's options where a cluster's configuration has the rest. */
  static List<String> streamOptions(Endpoints endpoints, StackPlan plan) {
    List<String> options = new ArrayList<>(List.of("--runner=FlinkRunner"));
    options.addAll(sinksAndSources(endpoints));
    options.addAll(destination(plan));
    return outdone(options, plan.streamOptions());
  }

  private static List<String> sinksAndSources(Endpoints endpoints) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--kafkaBootstrapServers=" + endpoints.kafkaBootstrap(),
                "--clicksTopic=" + Endpoints.CLICKS_TOPIC,
                "--rejectedTopic=" + Endpoints.REJECTED_TOPIC,
                "--aggregatesTopic=" + Endpoints.AGGREGATES_TOPIC,
                "--archiveDir=" + endpoints.archiveDir(),
                "--cassandraHosts=" + endpoints.cassandraContact(),
                "--cassandraKeyspace=" + Endpoints.KEYSPACE,
                "--cassandraDatacenter=" + CassandraProcess.DATACENTER));
    Path kafka = endpoints.kafkaConfig(StackSecurity.KAFKA_JOB);
    if (kafka != null) {
      arguments.add("--kafkaConfig=" + kafka);
    }
    Path store = endpoints.storeConfig(StackSecurity.STORE_WRITER);
    if (store != null) {
      arguments.add("--cassandraConfig=" + store);
    }
    return arguments;
  }

  /** The query service of a stack. */
  static ChildCommand serve(Endpoints endpoints, StackSizes sizes) {
    List<String> arguments = new ArrayList<>(serviceArguments(endpoints));
    Path store = endpoints.storeConfig(StackSecurity.STORE_READER);
    if (store != null) {
      arguments.addAll(List.of("--cassandra-config", store.toString()));
    }
    return new ChildCommand(
        "query-service",
        Installation.find().moduleClassPath("query-grpc"),
        "org.adclicks.query.Main",
        sizes.queryService(),
        arguments);
  }

  private static List<String> serviceArguments(Endpoints endpoints) {
    return List.of(
        "serve",
        "--bind",
        "127.0.0.1",
        "--port",
        String.valueOf(endpoints.queryPort()),
        "--cassandra",
        endpoints.cassandraContact(),
        "--keyspace",
        Endpoints.KEYSPACE,
        "--datacenter",
        CassandraProcess.DATACENTER);
  }

  /** A command of the pipeline module's command line, e.g. {@code generate}. */
  static ChildCommand tool(List<String> arguments, StackSizes sizes) {
    return new ChildCommand(
        arguments.get(0),
        Installation.find().moduleClassPath(PIPELINE),
        PIPELINE_MAIN,
        withOpenedPackages(sizes.tools()),
        arguments);
  }

  private static List<String> withOpenedPackages(List<String> sizes) {
    List<String> options = new ArrayList<>(sizes);
    options.addAll(Installation.openedPackages());
    return options;
  }
}
