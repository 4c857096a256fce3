package org.adclicks.localstack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.StackFailure;

/**
 * Keeps the parts of a running stack up: one that ends is started again after a pause that grows,
 * as soon as what it needs is up.
 *
 * <p>State: a report of each part. One thread a part, until closed.
 */
public final class Supervision implements AutoCloseable {

  private static final long LOOK_MILLIS = 200;

  private final Map<String, PartReport> reports = new LinkedHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Consumer<List<PartReport>> changed;
  private final Consumer<String> news;

  private Supervision(Consumer<List<PartReport>> changed, Consumer<String> news) {
    this.changed = changed;
    this.news = news;
  }

  /**
   * Watches parts that were started.
   *
   * @param changed is told the reports of all parts, now and whenever one changes
   * @param news is told in a line what has ended and what runs again
   */
  public static Supervision of(
      List<Part> parts, Consumer<List<PartReport>> changed, Consumer<String> news) {
    Supervision supervision = new Supervision(changed, news);
    for (Part part : parts) {
      ChildProcess process = part.process().orElseThrow();
      supervision.reports.put(
          part.name(), PartReport.firstUp(part.name(), process.pid(), Instant.now()));
    }
    changed.accept(supervision.reports());
    for (Part part : parts) {
      Thread keeper = new Thread(() -> supervision.keep(part), "keep-" + part.name());
      keeper.setDaemon(true);
      keeper.setUncaughtExceptionHandler((thread, bug) -> supervision.giveUp(part, bug));
      keeper.start();
    }
    return supervision;
  }

  /** How each part is, in the order they were started. */
  public synchronized List<PartReport> reports() {
    return new ArrayList<>(reports.values());
  }

  /** Starts nothing again from now on; stops nothing. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void keep(Part part) {
    Pauses pauses = new Pauses();
    boolean goesOn = true;
    while (goesOn) {
      ChildProcess process = part.process().orElseThrow();
      process.awaitEnd();
      if (isClosed() || process.wasStopped()) {
        return;
      }
      Duration ran = Duration.between(report(part).since(), Instant.now());
      report(report(part).failed(Instant.now(), process.reasonOfEnd()));
      goesOn = bringBack(part, pauses, ran);
    }
  }

  /** Whether it is up again: true, unless closed meanwhile. */
  private boolean bringBack(Part part, Pauses pauses, Duration ran) {
    Duration pause = pauses.after(ran);
    while (waitForPauseAndNeeds(part, pause)) {
      if (startAgain(part)) {
        return true;
      }
      pause = pauses.after(Duration.ZERO);
    }
    return false;
  }

  private boolean waitForPauseAndNeeds(Part part, Duration pause) {
    news.accept(
        "WARNING: %s %s; starting it again in %d s"
            .formatted(part.name(), reason(part), pause.toSeconds()));
    boolean goesOn = !waitClosed(pause.toMillis());
    while (goesOn && !part.missing().isEmpty()) {
      goesOn = !waitClosed(LOOK_MILLIS);
    }
    return goesOn;
  }

  private boolean startAgain(Part part) {
    report(report(part).startingAgain(Instant.now()));
    try {
      ChildProcess started = part.start();
      report(report(part).up(Instant.now(), started.pid()));
      news.accept(part.name() + " runs again, pid " + started.pid());
      return true;
    } catch (StackFailure e) {
      report(report(part).failed(Instant.now(), "could not be started: " + firstLine(e)));
      return false;
    }
  }

  private void giveUp(Part part, Throwable bug) {
    report(report(part).failed(Instant.now(), "is not started again, for a fault of ours: " + bug));
    news.accept("WARNING: " + part.name() + " " + reason(part));
  }

  private static String firstLine(StackFailure failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("for no reason told");
  }

  private String reason(Part part) {
    return report(part).trouble().map(PartReport.Trouble::reason).orElse("ended");
  }

  private synchronized PartReport report(Part part) {
    PartReport report = reports.get(part.name());
    if (report == null) {
      throw new IllegalArgumentException("not a part of this stack: " + part.name());
    }
    return report;
  }

  private synchronized void report(PartReport report) {
    reports.put(report.name(), report);
    if (!isClosed()) {
      changed.accept(reports());
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private boolean waitClosed(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
