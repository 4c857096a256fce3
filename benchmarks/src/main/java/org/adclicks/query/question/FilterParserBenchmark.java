package org.adclicks.query.question;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading a filter of three terms. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterParserBenchmark {

  private final String text =
      "country = \"US\" AND user_id = \"user-4711\" AND ip = \"203.0.113.7\"";

  @Benchmark
  public Object parseFilter() {
    return FilterParser.parse(text);
  }
}
