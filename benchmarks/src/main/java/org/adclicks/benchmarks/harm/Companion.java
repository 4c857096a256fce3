package org.adclicks.benchmarks.harm;

import org.adclicks.localstack.Endpoints;

/** Sends to a stack beside its traffic, until it is closed. */
public interface Companion extends AutoCloseable {

  /** The same, to a stack that is elsewhere now; this one is closed before. */
  Companion movedTo(Endpoints endpoints);

  @Override
  void close();
}
