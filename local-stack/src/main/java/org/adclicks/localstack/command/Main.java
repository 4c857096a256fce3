package org.adclicks.localstack.command;

import org.adclicks.access.SettingsFileException;
import org.adclicks.localstack.process.StackFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The launcher's commands that start, stop and look at a local stack. */
@Command(
    name = "adclicks",
    description = "The whole system on this machine, and what servers elsewhere must have.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      SchemaCommand.class,
      TopicsCommand.class,
      SuperviseCommand.class
    })
public final class Main {

  private Main() {}

  /** Exits 0 when done, 1 after failed work or a wrong answer, 2 after bad usage. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::fail)
        .execute(args);
  }

  private static int refuse(ParameterException e, String[] args) {
    String name = e.getCommandLine().getCommandName();
    System.err.println(name + ": " + e.getMessage() + " (./adclicks " + name + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int fail(Exception e, CommandLine command, ParseResult result) throws Exception {
    if (e instanceof StackFailure || e instanceof SettingsFileException) {
      System.err.println(command.getCommandName() + ": " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }
}
