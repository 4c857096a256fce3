package org.adclicks.localstack.command;

import java.util.List;
import org.adclicks.localstack.PartReport;

/**
 * Where the supervisor's threads write down what they see, each its share.
 *
 * <p>State: the newest report, in the state folder as a whole after each change, until closed.
 */
final class Blackboard implements AutoCloseable {

  private final StackState state;
  private StackReport report = StackReport.ofSupervisor();
  private boolean closed;

  Blackboard(StackState state) {
    this.state = state;
    state.remember(report);
  }

  synchronized void parts(List<PartReport> parts) {
    show(report.withParts(parts));
  }

  synchronized void progress(Progress progress) {
    show(report.withProgress(progress));
  }

  private void show(StackReport changed) {
    if (!closed) {
      report = changed;
      state.remember(report);
    }
  }

  /** Writes nothing any more. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
