package org.adclicks.localstack.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the background stack of this machine keeps its state. */
final class StateDirOption {

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Folder of the stack's state (default: $$ADCLICKS_HOME, else .adclicks in the checkout).",
      defaultValue = "${env:ADCLICKS_HOME:-.adclicks}")
  private Path dir;

  Path resolved() {
    return dir.toAbsolutePath().normalize();
  }
}
