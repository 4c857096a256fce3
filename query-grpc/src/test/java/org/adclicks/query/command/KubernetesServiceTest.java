package org.adclicks.query.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.localstack.process.Installation;
import org.adclicks.query.Main;
import org.adclicks.query.keys.KeyFile;
import org.adclicks.query.keys.KeyScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What runner-configs/kubernetes/service.yaml starts the service with is what it takes. */
class KubernetesServiceTest {

  /** An item of a list that is an option, in YAML. */
  private static final Pattern ARGUMENT = Pattern.compile("(?m)^ +- (--\\S+)$");

  private static final String SECRETS = "/etc/adclicks";

  @TempDir private Path folder;

  @Test
  void everyOptionIsOne() throws Exception {
    List<String> words = arguments();
    assertThat(words).isNotEmpty();
    words.add(0, "serve");
    assertThatCode(() -> Main.commandLine().parseArgs(words.toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  /** Others reach it: without keys and TLS it would be. */
  @Test
  void isNotRefused() throws Exception {
    new KeyFile(folder.resolve("keys")).add("platform", Set.of(KeyScope.AGGREGATES));
    Files.writeString(folder.resolve("service.crt"), "read when the port is opened");
    Files.writeString(folder.resolve("service.key"), "read when the port is opened");
    ListenOptions options = new ListenOptions();
    CommandLine listening = new CommandLine(options).setUnmatchedArgumentsAllowed(true);
    listening.parseArgs(
        arguments().stream()
            .map(argument -> argument.replace(SECRETS, folder.toString()))
            .toArray(String[]::new));
    assertThat(options.address()).isEqualTo("0.0.0.0:8080");
    assertThatCode(() -> options.access(listening.getCommandSpec())).doesNotThrowAnyException();
  }

  private static List<String> arguments() throws IOException {
    String deployment =
        Files.readString(
            Installation.find().home().resolve("runner-configs/kubernetes/service.yaml"));
    List<String> arguments = new ArrayList<>();
    Matcher argument = ARGUMENT.matcher(deployment);
    while (argument.find()) {
      arguments.add(requireNonNull(argument.group(1)));
    }
    return arguments;
  }
}
