package org.adclicks.benchmarks.harm;

/** One thing that can happen to a running stack. */
@FunctionalInterface
public interface Harm {

  /** Does it, and returns when it is over: from then on the stack has to recover. */
  void happen(Scene scene);
}
