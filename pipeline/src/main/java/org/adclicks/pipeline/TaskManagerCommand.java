package org.adclicks.pipeline;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one of a cluster's TaskManagers in this process, until it is stopped. */
@Command(
    name = "taskmanager",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a TaskManager of a Flink cluster. It finds its JobManager by the configuration, and",
      "waits for it. JAVA_OPTS must give it the heap and direct memory the configuration speaks of."
    })
final class TaskManagerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      required = true,
      description = "The folder with Flink's config.yaml.")
  private Path configuration;

  @Override
  public Integer call() throws Exception {
    try {
      JobManagerCommand.requireConfiguration(configuration);
    } catch (InvalidOptionsException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("taskmanager: " + e.getMessage());
      err.flush();
      return ExitCodes.BAD_USAGE;
    }
    TaskManagerRunner.main(new String[] {"--configDir", configuration.toString()});
    return ExitCodes.DONE;
  }
}
