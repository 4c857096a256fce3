package org.adclicks.query.command;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.adclicks.query.keys.ApiKey;
import org.adclicks.query.keys.KeyFile;
import org.adclicks.query.keys.KeyFileException;
import org.adclicks.query.keys.KeyScope;
import org.adclicks.query.service.BuildInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes the keys of a service; one that runs follows within a second. */
@Command(
    name = "keys",
    description = "Makes, lists and revokes keys; a running service follows within a second.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildInfo.class)
final class ServeKeysCommand implements Runnable {

  private static final String FILE = "The file 'serve' is given by --keys.";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: add, list or revoke");
  }

  @Command(
      name = "add",
      description = {
        "Makes a key and prints it, once: only its hash is kept.",
        "Scopes: aggregates (counts and lists by ad and country), personal (by user_id and ip,",
        "and all of aggregates), admin (the service's metrics)."
      },
      mixinStandardHelpOptions = true)
  void add(
      @Parameters(paramLabel = "NAME", description = "Whose key it is.") String name,
      @Option(
              names = "--scopes",
              split = ",",
              defaultValue = "aggregates",
              paramLabel = "SCOPE",
              description = "What it allows. Default: ${DEFAULT-VALUE}")
          List<String> scopes,
      @Option(names = "--keys", required = true, paramLabel = "FILE", description = FILE) Path file)
      throws KeyFileException {
    try {
      Set<KeyScope> allowed = EnumSet.noneOf(KeyScope.class);
      scopes.forEach(scope -> allowed.add(KeyScope.parse(scope)));
      String made = new KeyFile(file).add(name, allowed);
      spec.commandLine().getOut().println(made);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  @Command(
      name = "list",
      description = "Lists names, scopes and ages; keys themselves are not kept.",
      mixinStandardHelpOptions = true)
  void list(
      @Option(names = "--keys", required = true, paramLabel = "FILE", description = FILE) Path file)
      throws KeyFileException {
    for (ApiKey key : new KeyFile(file).read()) {
      spec.commandLine()
          .getOut()
          .printf("%-24s %-28s made %s%n", key.name(), scopes(key), key.made());
    }
  }

  private static String scopes(ApiKey key) {
    return key.scopes().stream().map(KeyScope::text).sorted().collect(Collectors.joining(","));
  }

  @Command(name = "revoke", description = "Forgets a key.", mixinStandardHelpOptions = true)
  void revoke(
      @Parameters(paramLabel = "NAME", description = "Whose key it is.") String name,
      @Option(names = "--keys", required = true, paramLabel = "FILE", description = FILE) Path file)
      throws KeyFileException {
    new KeyFile(file).revoke(name);
  }
}
