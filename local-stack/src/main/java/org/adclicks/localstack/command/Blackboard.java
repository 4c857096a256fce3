package org.adclicks.localstack.command;

import java.io.UncheckedIOException;
import java.util.List;
import org.adclicks.localstack.PartReport;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.KnownProcess;

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

  synchronized void started(ChildProcess child) {
    show(report.withProcess(child.name(), KnownProcess.of(child.pid())));
  }

  synchronized void parts(List<PartReport> parts) {
    show(report.withParts(parts));
  }

  synchronized void progress(Progress progress) {
    show(report.withProgress(progress));
  }

  private void show(StackReport changed) {
    if (closed) {
      return;
    }
    report = changed;
    try {
      state.remember(report);
    } catch (UncheckedIOException e) {
      // A full disk, say. The stack goes on; status sees that what is written down is old.
      System.err.println("how the stack is could not be written down: " + e.getMessage());
    }
  }

  /** Writes nothing any more. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
