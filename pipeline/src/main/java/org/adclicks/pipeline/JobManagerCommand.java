package org.adclicks.pipeline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs a cluster's JobManager in this process, until its job has ended.
 *
 * <p>Exit codes: 0 the job has ended; 1 it failed, or may go another time; 2 refused, and would be
 * again.
 */
@Command(
    name = "jobmanager",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the JobManager of a Flink cluster that has the stream as its only job; it ends with it.",
      "Takes the options of 'pipeline stream'. Started again, it goes on from the newest checkpoint",
      "or savepoint in the folders of the configuration. There must be one at a time."
    })
final class JobManagerCommand implements Callable<Integer> {

  private static final String CONFIGURATION = "config.yaml";

  @Spec private CommandSpec spec;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      required = true,
      description = "The folder with Flink's " + CONFIGURATION + ".")
  private Path configuration;

  @Parameters(paramLabel = "--name=value", description = "Options, see 'pipeline stream --help'.")
  private List<String> options = List.of();

  @Override
  public Integer call() throws Exception {
    Configuration cluster;
    try {
      requireConfiguration(configuration);
      cluster = JobCluster.configuration(configuration.toString());
      ClusterJob.check(options, cluster);
    } catch (InvalidOptionsException e) {
      return refuse(String.valueOf(e.getMessage()), ExitCodes.BAD_USAGE);
    } catch (KafkaException | RestoredState.UnreadableException e) {
      return refuse(String.valueOf(e.getMessage()), ExitCodes.FAILED);
    } catch (IOException e) {
      String firstLine = String.valueOf(e.getMessage()).split("\n", 2)[0];
      return refuse("where to go on from cannot be read: " + firstLine, ExitCodes.FAILED);
    }
    return JobCluster.run(cluster, options.toArray(String[]::new));
  }

  private int refuse(String reason, int exitCode) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("jobmanager: " + reason);
    err.flush();
    return exitCode;
  }

  /** Flink would go on with its defaults, and say nothing. */
  static void requireConfiguration(Path folder) throws InvalidOptionsException {
    if (!Files.isReadable(folder.resolve(CONFIGURATION))) {
      throw new InvalidOptionsException(
          List.of("--conf=" + folder + " has no " + CONFIGURATION + " that can be read"));
    }
  }
}
