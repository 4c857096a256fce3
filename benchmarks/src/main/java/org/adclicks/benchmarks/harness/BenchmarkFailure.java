package org.adclicks.benchmarks.harness;

/** A benchmark could not be run, or a measured job gave a wrong answer; meant for people. */
public final class BenchmarkFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BenchmarkFailure(String message) {
    super(message);
  }

  public BenchmarkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
