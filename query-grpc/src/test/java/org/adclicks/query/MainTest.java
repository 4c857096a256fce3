package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

  @Test
  void whatIsNoBugIsToldInOneLine() {
    assertThat(said(new IOException("the disk is gone")))
        .isEqualToIgnoringNewLines("adclicks failing: the disk is gone");
  }

  @Test
  void aBugIsToldWithWhereItIs() {
    assertThat(said(new IllegalStateException()))
        .contains("java.lang.IllegalStateException", "at org.adclicks.query.MainTest");
  }

  private static String said(Exception problem) {
    StringWriter err = new StringWriter();
    CommandLine main = Main.commandLine().addSubcommand(new Failing(problem));
    main.setErr(new PrintWriter(err, true));
    assertThat(main.execute("failing")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    return err.toString();
  }

  @Command(name = "failing")
  private static final class Failing implements Callable<Integer> {

    private final Exception problem;

    Failing(Exception problem) {
      this.problem = problem;
    }

    @Override
    public Integer call() throws Exception {
      throw problem;
    }
  }
}
