package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.LocalStack;
import org.adclicks.localstack.Part;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.StackPlan;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.demo.Tally;
import org.adclicks.localstack.demo.Verification;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.FlinkCluster;
import org.adclicks.localstack.server.FlinkPage;
import org.adclicks.localstack.server.StackSizes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job from the queue to the store on a Flink cluster of its own: a worker killed, its state
 * taken over by the next cluster.
 *
 * <p>A drill: two clusters' starts, and a worker that is missed.
 */
@Tag("drill")
class StoreClusterIT {

  private static final Duration SAVEPOINT = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void bringsAllToTheStoreWhoeverIsKilled() throws Exception {
    Launcher launcher = new Launcher(folder);
    StackPlan plan = StackPlan.of(launcher.stateDir(), Runner.FLINK).queued(true);
    try (LocalStack stack = LocalStack.start(plan, StoreClusterIT::say)) {
      stack.parts().stream()
          .filter(part -> part.name().equals("store"))
          .flatMap(part -> part.process().stream())
          .forEach(ChildProcess::close);
      stack.endpoints().write(launcher.stateDir());
      Path before = clicks(launcher, "before.jsonl", 1);
      Path after = clicks(launcher, "after.jsonl", 2);

      Cluster cluster = Cluster.start(folder.resolve("store"), stack.endpoints());
      load(launcher, before);
      cluster.killWorker();
      load(launcher, after);
      cluster.stop();
      assertThat(savepoints()).hasSize(1);

      // From the savepoint: what the queue holds is not read again, and what is new is.
      Path last = clicks(launcher, "last.jsonl", 3);
      Cluster next = Cluster.start(folder.resolve("store"), stack.endpoints());
      load(launcher, last);
      try (Oracle oracle = Oracle.load(before, after, last);
          QueryClient client = QueryClient.of(stack.endpoints())) {
        Tally tally =
            new Verification(oracle, stack.endpoints(), client, StoreClusterIT::say).run();
        assertThat(tally.differences()).as(tally.summary()).isEmpty();
        assertThat(tally.wrong()).isZero();
        say(tally.summary());
      }
      next.stop();
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private List<Path> savepoints() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("store/flink/savepoints"))) {
      return files.filter(file -> file.endsWith("_metadata")).toList();
    }
  }

  private Path clicks(Launcher launcher, String name, int seed) throws Exception {
    Path file = folder.resolve(name);
    // Each log is of later minutes.
    Launcher.Result made =
        launcher.run(
            "generate",
            "--clicks=6000",
            "--rate=30",
            "--ads=200",
            "--users=500",
            "--duplicates=1%",
            "--quiet",
            "--start=2024-03-01T1" + seed + ":00:00Z",
            "--seed=" + seed,
            "--out=" + file);
    assertThat(made.exitCode()).as(made.err()).isZero();
    return file;
  }

  private static void load(Launcher launcher, Path file) throws Exception {
    Launcher.Result load = launcher.run("load", file.toString(), "--until-closed");
    assertThat(load.exitCode()).as(load.out() + load.err()).isZero();
  }

  /** A JobManager and two workers, for the store job alone. */
  private record Cluster(FlinkCluster flink, Part master, List<Part> workers) {

    static Cluster start(Path folder, Endpoints endpoints) {
      FlinkCluster flink =
          new FlinkCluster(
              folder, FreePort.any(), FreePort.any(), FreePort.any(), ChildProcess.START_TIMEOUT);
      Part master =
          new Part(
              "jobmanager",
              () ->
                  flink.startJobManager(
                      List.of(
                          "--job=store",
                          "--runner=FlinkRunner",
                          "--parallelism=2",
                          "--stateParts=4096",
                          "--executionRetryDelay=2000",
                          "--checkpointingInterval=5000",
                          "--clickBuckets=" + StackSizes.small().clickBuckets(),
                          "--kafkaBootstrapServers=" + endpoints.kafkaBootstrap(),
                          "--cassandraHosts=" + endpoints.cassandraContact(),
                          "--cassandraDatacenter=" + CassandraProcess.DATACENTER)));
      ChildProcess jobManager = master.start();
      List<Part> workers = new ArrayList<>();
      for (int number : List.of(1, 2)) {
        workers.add(new Part("taskmanager-" + number, () -> flink.startTaskManager(number)));
      }
      flink.awaitRunning(jobManager, workers.stream().map(Part::start).toList());
      return new Cluster(flink, master, workers);
    }

    void killWorker() throws Exception {
      ProcessHandle worker =
          ProcessHandle.of(workers.get(0).process().orElseThrow().pid()).orElseThrow();
      worker.destroyForcibly();
      worker.onExit().get(1, TimeUnit.MINUTES);
      workers.get(0).start();
    }

    void stop() {
      FlinkPage.Stop stop = flink.page().stopWithSavepoint(SAVEPOINT);
      assertThat(stop.savepoint()).as(stop.reason()).isPresent();
      workers.forEach(worker -> worker.process().orElseThrow().close());
      master.process().orElseThrow().close();
    }
  }
}
