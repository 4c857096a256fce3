package org.adclicks.query.command;

import org.adclicks.query.service.BuildInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks the service, over gRPC. */
@Command(
    name = "query",
    description = "Asks the running service.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildInfo.class,
    subcommands = {QueryCountCommand.class, QueryTopCommand.class})
public final class QueryCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to ask: count or top");
  }
}
