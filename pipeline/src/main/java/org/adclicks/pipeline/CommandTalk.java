package org.adclicks.pipeline;

import com.datastax.oss.driver.api.core.DriverException;
import java.io.IOException;
import java.io.PrintWriter;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.restate.RestatementRefused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command says: results on standard output, how far it is and what is wrong on the other.
 */
record CommandTalk(CommandSpec spec) {

  /** The work of a command that reads the archive; returns its exit code. */
  @FunctionalInterface
  interface Work {
    int run() throws CommandFailure, RestatementRefused, IOException;
  }

  /** Does it; of what cannot be done, or is broken off, says why in one line. */
  int during(Work work) throws IOException {
    Thread brokenOff =
        new Thread(
            () -> complain("broken off: hours that were not done are as they were; call it again"),
            spec.name() + "-broken-off");
    Runtime.getRuntime().addShutdownHook(brokenOff);
    try {
      return work.run();
    } catch (CommandFailure e) {
      complain(e.getMessage());
      return e.exitCode();
    } catch (RestatementRefused e) {
      complain(e.getMessage());
      return ExitCodes.FAILED;
    } catch (DriverException e) {
      complain("Cassandra does not answer as it should: " + CommandFailure.reason(e));
      return ExitCodes.FAILED;
    } finally {
      forget(brokenOff);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs.
    }
  }

  void say(String result) {
    line(spec.commandLine().getOut(), result);
  }

  void progress(String line) {
    line(spec.commandLine().getErr(), line);
  }

  void complain(@Nullable String problem) {
    line(spec.commandLine().getErr(), spec.name() + ": " + problem);
  }

  private static void line(PrintWriter to, String text) {
    to.println(text);
    to.flush();
  }
}
