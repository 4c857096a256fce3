package org.adclicks.query;

import org.adclicks.query.command.QueryCommand;
import org.adclicks.query.command.ServeCommand;
import org.adclicks.query.service.BuildInfo;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands {@code serve} and {@code query}. Exit codes: 0 done, 1 failed work, 2 bad usage. */
@Command(
    name = "adclicks",
    description = "Answers questions about ad clicks.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildInfo.class,
    subcommands = {ServeCommand.class, QueryCommand.class})
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    int exitCode = commandLine().execute(arguments);
    System.exit(exitCode);
  }

  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(
            (problem, arguments) -> {
              CommandLine command = problem.getCommandLine();
              command
                  .getErr()
                  .println(command.getCommandSpec().qualifiedName() + ": " + problem.getMessage());
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (problem, command, arguments) -> {
              command
                  .getErr()
                  .println(command.getCommandSpec().qualifiedName() + ": " + problem.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }
}
