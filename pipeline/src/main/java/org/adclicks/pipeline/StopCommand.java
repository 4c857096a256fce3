package org.adclicks.pipeline;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a cluster's job with a savepoint. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Stops the job of a Flink cluster with a savepoint in the folder of its configuration, and says",
      "where it is. The JobManager ends with its job; started again, it goes on from there.",
      "Exits 1, and leaves the job as it is, if there is no job or the savepoint cannot be had."
    })
final class StopCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      required = true,
      description = "The folder with the config.yaml of the cluster, for the address of its page.")
  private Path configuration;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long a savepoint may take (default: ${DEFAULT-VALUE}).")
  private int patienceSeconds;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    try {
      JobManagerCommand.requireConfiguration(configuration);
      spec.commandLine().getOut().println(stop());
      return ExitCodes.DONE;
    } catch (InvalidOptionsException e) {
      err.println("stop: " + e.getMessage());
      return ExitCodes.BAD_USAGE;
    } catch (ExecutionException e) {
      err.println("stop: the job was not stopped: " + e.getCause());
      return ExitCodes.FAILED;
    } catch (TimeoutException e) {
      err.println("stop: there was no answer within " + patienceSeconds + " s; see Flink's page");
      return ExitCodes.FAILED;
    }
  }

  /** Returns where the savepoint is. */
  private String stop() throws Exception {
    try (RestClusterClient<StandaloneClusterId> cluster =
        new RestClusterClient<>(
            GlobalConfiguration.loadConfiguration(configuration.toString()),
            StandaloneClusterId.getInstance())) {
      List<JobStatusMessage> running =
          cluster.listJobs().get(patienceSeconds, TimeUnit.SECONDS).stream()
              .filter(job -> !job.getJobState().isTerminalState())
              .toList();
      if (running.size() != 1) {
        throw new ExecutionException(
            new IllegalStateException("the cluster has " + running.size() + " jobs, not one"));
      }
      return cluster
          .stopWithSavepoint(running.get(0).getJobId(), false, null, SavepointFormatType.CANONICAL)
          .get(patienceSeconds, TimeUnit.SECONDS);
    }
  }
}
