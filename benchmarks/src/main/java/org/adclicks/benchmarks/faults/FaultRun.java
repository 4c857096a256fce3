package org.adclicks.benchmarks.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.adclicks.benchmarks.faults.Recoveries.Recovery;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harm.Companion;
import org.adclicks.benchmarks.harm.Scene;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.jspecify.annotations.Nullable;

/**
 * One run on a stack that is up: clicks in, questions asked all the time, and one fault after the
 * other.
 *
 * <p>Errors: {@link BenchmarkFailure} when a fault is not got over in ten minutes.
 */
final class FaultRun implements Scene, AutoCloseable {

  private static final Duration FRESH = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 500;

  /** Long enough for who was killed to be started again, and too short for all to be well. */
  private static final Duration APART = Duration.ofSeconds(10);

  private final BackgroundStack stack;
  private final long rate;
  private final Duration awayTime;
  private final AskedService service;
  private final AnswerWatch watch;
  private final PeopleWatch people;
  private final OpenWatch open;
  private final Recoveries recoveries = new Recoveries();
  private long seed;
  private Traffic traffic;
  private @Nullable Companion companion;
  private long oldestMillis;

  /**
   * One whose clicks are sent from now on.
   *
   * @param rate of lines per second
   * @param awayTime for how long a server is away that is kept away
   */
  FaultRun(BackgroundStack stack, long rate, Duration awayTime, long seed) {
    this.stack = stack;
    this.rate = rate;
    this.awayTime = awayTime;
    this.seed = seed;
    this.traffic = Traffic.start(stack, rate, seed);
    this.service = new AskedService(stack.endpoints());
    this.watch = new AnswerWatch(service);
    this.people = new PeopleWatch(service);
    this.open = new OpenWatch(service);
  }

  /**
   * All that is to happen; then no clicks are sent any more.
   *
   * @param length what is done in rounds is spread over it, or takes longer
   */
  void through(FaultPlan plan, Duration length) {
    await("the first minute closed", System.currentTimeMillis());
    long stepMillis = length.toMillis() / Math.max(1, plan.rounds().size());
    for (Fault fault : plan.rounds()) {
      long nextMillis = System.currentTimeMillis() + stepMillis;
      meet(fault);
      pass(Duration.ofMillis(nextMillis - System.currentTimeMillis()));
    }
    long untilMillis = System.currentTimeMillis() + plan.randomFor().toMillis();
    Iterator<Fault> random = plan.atRandom();
    while (System.currentTimeMillis() < untilMillis) {
      meet(random.next());
    }
    endTraffic();
  }

  /** All that is to happen before anything of it is got over; then no clicks are sent any more. */
  void throughTogether(List<Fault> faults) {
    await("the first minute closed", System.currentTimeMillis());
    oldestMillis = 0;
    long begunMillis = System.currentTimeMillis();
    for (Fault fault : faults) {
      say(fault.toString());
      fault.harm().happen(this);
      pass(APART);
    }
    awaitRecovery(faults, begunMillis);
    endTraffic();
  }

  private void meet(Fault fault) {
    say(fault.toString());
    oldestMillis = 0;
    long begunMillis = System.currentTimeMillis();
    fault.harm().happen(this);
    awaitRecovery(List.of(fault), begunMillis);
  }

  private void awaitRecovery(List<Fault> faults, long begunMillis) {
    String names = faults.stream().map(Fault::toString).collect(Collectors.joining(", "));
    // A fault shows when the next minute should have closed, not at once.
    long overMillis = System.currentTimeMillis();
    long freshMillis = 0;
    while (freshMillis == 0 || !watch.hasClosedAfter(overMillis)) {
      pause();
      if (!isFresh()) {
        freshMillis = 0;
      } else if (freshMillis == 0) {
        freshMillis = System.currentTimeMillis();
      }
      requirePatience(names, overMillis);
    }
    long seconds = TimeUnit.MILLISECONDS.toSeconds(freshMillis - overMillis);
    long oldestSeconds = TimeUnit.MILLISECONDS.toSeconds(oldestMillis);
    faults.forEach(
        fault -> recoveries.add(new Recovery(fault, begunMillis, seconds, oldestSeconds)));
    say(
        "%s: took %d s, fresh again after %d s, at most %d s behind"
            .formatted(
                names,
                TimeUnit.MILLISECONDS.toSeconds(overMillis - begunMillis),
                seconds,
                oldestSeconds));
  }

  @Override
  public BackgroundStack stack() {
    return stack;
  }

  @Override
  public Duration awayTime() {
    return awayTime;
  }

  @Override
  public void pass(Duration time) {
    long untilMillis = System.currentTimeMillis() + time.toMillis();
    while (System.currentTimeMillis() < untilMillis) {
      pause();
    }
  }

  @Override
  public void whileNothingIsSent(Runnable work) {
    endTraffic();
    work.run();
    service.movedTo(stack.endpoints());
    Companion before = companion;
    companion = before == null ? null : before.movedTo(stack.endpoints());
    traffic = Traffic.start(stack, rate, ++seed);
  }

  @Override
  public void accompany(Companion added) {
    if (companion != null) {
      throw new IllegalStateException("there is one already");
    }
    companion = added;
  }

  @Override
  public void say(String line) {
    tell(line);
  }

  /** The same for those who have no run. */
  static void tell(String line) {
    BenchmarkOptions.say(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }

  AnswerWatch watch() {
    return watch;
  }

  OpenWatch open() {
    return open;
  }

  PeopleWatch people() {
    return people;
  }

  Recoveries recoveries() {
    return recoveries;
  }

  private void await(String what, long begunMillis) {
    while (!isFresh()) {
      pause();
      requirePatience(what, begunMillis);
    }
  }

  private boolean isFresh() {
    return watch.behind().compareTo(FRESH) <= 0;
  }

  private static void requirePatience(String what, long begunMillis) {
    if (System.currentTimeMillis() - begunMillis > PATIENCE.toMillis()) {
      throw new BenchmarkFailure(
          what + ": no newer minute is CLOSED after " + PATIENCE.toMinutes() + " minutes");
    }
  }

  private void pause() {
    traffic.keepGoing();
    watch.requireWell();
    people.requireWell();
    open.requireWell();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    oldestMillis = Math.max(oldestMillis, watch.behind().toMillis());
  }

  private void endTraffic() {
    traffic.close();
    Companion sender = companion;
    if (sender != null) {
      sender.close();
    }
  }

  /** Stops whatever still sends or asks. */
  @Override
  public void close() {
    endTraffic();
    watch.close();
    people.close();
    open.close();
    service.close();
  }
}
