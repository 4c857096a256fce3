package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FaultsBenchmarkTest {

  @Test
  void refusesWhatCannotHappenInOneLine() {
    assertThat(refusal("--faults", "query,jobmanager"))
        .startsWith("--faults: jobmanager cannot happen on --runner flink, only [partitions,");
    assertThat(refusal("--faults", "store-frozen", "--runner", "flink-cluster"))
        .startsWith("--faults: store-frozen cannot happen on --runner flink-cluster, only [");
    assertThat(refusal("--nodes", "2")).startsWith("--nodes: is 1 or 3, not 2");
    assertThat(refusal("--together")).startsWith("--together: say which --faults");
  }

  @Test
  void helpNamesThemAll() {
    String help = new CommandLine(new FaultsBenchmark()).getUsageMessage();
    for (Fault fault : Fault.values()) {
      assertThat(help).contains(fault.toString());
    }
  }

  private static String refusal(String... arguments) {
    StringWriter said = new StringWriter();
    int exitCode =
        new CommandLine(new FaultsBenchmark())
            .setErr(new PrintWriter(said, true))
            .execute(arguments);
    assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
    return said.toString();
  }
}
