package org.adclicks.pipeline;

import org.adclicks.pipeline.generate.GenerateCommand;
import org.adclicks.pipeline.load.LoadCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The pipeline module's commands. */
@Command(
    name = "adclicks",
    mixinStandardHelpOptions = true,
    description = "Runs the click pipeline, and feeds it.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  /** The job by itself, as in production; what else runs as a job has its place beside it. */
  @Command(
      name = "pipeline",
      mixinStandardHelpOptions = true,
      description = "Runs one of the pipeline's jobs.",
      synopsisSubcommandLabel = "JOB")
  private static final class PipelineCommand {}

  private Main() {}

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine main = new CommandLine(new Main());
    main.addSubcommand(
        new CommandLine(new PipelineCommand())
            .addSubcommand(job(new StreamCommand()))
            .addSubcommand(job(new StoreCommand()))
            .addSubcommand(takingOptions(new JobManagerCommand()))
            .addSubcommand(new TaskManagerCommand())
            .addSubcommand(new StopCommand()));
    main.addSubcommand(job(new StreamCommand()));
    main.addSubcommand(takingOptions(new RecomputeCommand()));
    main.addSubcommand(takingOptions(new ReconcileCommand()));
    main.addSubcommand(new LoadCommand());
    main.addSubcommand(new GenerateCommand());
    main.setParameterExceptionHandler(Main::badUsage);
    return main;
  }

  private static CommandLine job(StreamCommand command) {
    CommandLine job = takingOptions(command);
    job.getCommandSpec().usageMessage().footer(OptionsHelp.lines());
    return job;
  }

  /** Beam knows its options; picocli need not. */
  private static CommandLine takingOptions(Object command) {
    return new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
  }

  private static int badUsage(CommandLine.ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    String name = command.getCommandSpec().name();
    command.getErr().println(name + ": " + problem.getMessage() + " (see " + name + " --help)");
    return ExitCodes.BAD_USAGE;
  }
}
