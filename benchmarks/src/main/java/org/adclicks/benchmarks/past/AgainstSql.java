package org.adclicks.benchmarks.past;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.demo.Tally;
import org.adclicks.localstack.demo.Verification;
import org.adclicks.localstack.oracle.Oracle;

/** What a stack has stored and answers, held against SQL over the log it was given. */
public final class AgainstSql {

  private AgainstSql() {}

  /**
   * Compares every row, and asks for the counts of some cells; says what differs.
   *
   * @param mostAsked of cells and of ads
   */
  public static Tally hold(BackgroundStack stack, Oracle oracle, int mostAsked) {
    try (QueryClient client = QueryClient.of(stack.endpoints())) {
      Tally tally =
          new Verification(oracle, stack.endpoints(), client, BenchmarkOptions::say)
              .asking(mostAsked)
              .run();
      tally.differences().forEach(difference -> say("WRONG: " + difference));
      return tally;
    }
  }
}
