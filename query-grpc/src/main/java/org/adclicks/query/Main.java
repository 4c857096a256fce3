package org.adclicks.query;

import java.io.IOException;
import org.adclicks.access.SettingsFileException;
import org.adclicks.query.command.QueryCommand;
import org.adclicks.query.command.ServeCommand;
import org.adclicks.query.keys.KeyFileException;
import org.adclicks.query.service.BuildInfo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::fail);
  }

  private static int refuse(ParameterException problem, String[] arguments) {
    return say(problem, problem.getCommandLine(), CommandLine.ExitCode.USAGE);
  }

  /** What is no bug is told in a line; anything else with where it happened. */
  private static int fail(Exception problem, CommandLine command, ParseResult result)
      throws Exception {
    if (problem instanceof KeyFileException
        || problem instanceof SettingsFileException
        || problem instanceof IOException) {
      return say(problem, command, CommandLine.ExitCode.SOFTWARE);
    }
    throw problem;
  }

  private static int say(Exception problem, CommandLine command, int exitCode) {
    command
        .getErr()
        .println(command.getCommandSpec().qualifiedName() + ": " + problem.getMessage());
    return exitCode;
  }
}
