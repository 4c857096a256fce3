package org.adclicks.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.adclicks.benchmarks.harm.AddedPartitions;
import org.adclicks.benchmarks.harm.Away;
import org.adclicks.benchmarks.harm.BadNetwork;
import org.adclicks.benchmarks.harm.DamagedCheckpoint;
import org.adclicks.benchmarks.harm.DeadLauncher;
import org.adclicks.benchmarks.harm.Frozen;
import org.adclicks.benchmarks.harm.FullDisk;
import org.adclicks.benchmarks.harm.Harm;
import org.adclicks.benchmarks.harm.Killed;
import org.adclicks.benchmarks.harm.Lost;
import org.adclicks.benchmarks.harm.MovedKafka;
import org.adclicks.benchmarks.harm.Poison;
import org.adclicks.benchmarks.harm.WrongClock;

/** What can happen to a running stack: a name for each, and which stacks it can happen to. */
@SuppressWarnings("ImmutableEnumChecker") // Harms and predicates of ours hold no state.
enum Fault {
  /** Two partitions more in the clicks topic; one of them gets only junk. Happens once. */
  PARTITIONS(kind -> true, AddedPartitions::happen),
  /** The query service ends by kill -9. */
  QUERY(kind -> true, new Killed("query-service")),
  /** The streaming job, in one process, ends by kill -9. */
  PIPELINE(kind -> !kind.isCluster(), new Killed("pipeline")),
  /** A cluster's JobManager ends by kill -9. */
  JOBMANAGER(StackKind::isCluster, new Killed("jobmanager")),
  /** One of a cluster's TaskManagers ends by kill -9. */
  TASKMANAGER(StackKind::isCluster, new Killed("taskmanager-1")),
  /** The job from the queue of aggregates to the store ends by kill -9. */
  STORE(StackKind::isQueued, new Killed("store")),
  /** The store ends by kill -9. */
  CASSANDRA(kind -> true, scene -> new Killed(scene.stack().server("cassandra")).happen(scene)),
  /** The queue ends by kill -9. */
  KAFKA(kind -> true, scene -> new Killed(scene.stack().server("kafka")).happen(scene)),
  /** One of three nodes of the store is killed, and all it had is gone. */
  NODE_LOST(kind -> !kind.isAlone(), new Lost("cassandra-2")),
  /** One of three brokers is killed, and all it had is gone. */
  BROKER_LOST(kind -> !kind.isAlone(), new Lost("kafka-2")),
  /** A part that counts stands still for longer than it takes to be missed, and goes on. */
  ZOMBIE(kind -> true, scene -> new Frozen(scene.stack().worker(), Times.ONE).happen(scene)),
  /** The job from the queue to the store stands still for a minute. */
  STORE_FROZEN(StackKind::isQueued, new Frozen("store", Times.ONE)),
  /** Cassandra stands still for a minute. */
  CASSANDRA_FROZEN(StackKind::isAlone, new Frozen("cassandra", Times.ONE)),
  /** Kafka stands still for a minute. */
  KAFKA_FROZEN(StackKind::isAlone, new Frozen("kafka", Times.ONE)),
  /** Cassandra is killed whenever it is there, for as long as the run's options say. */
  CASSANDRA_AWAY(
      StackKind::isAlone, scene -> new Away("cassandra", scene.awayTime()).happen(scene)),
  /** Junk of all kinds among the clicks, for a quarter of a minute. */
  POISON(kind -> true, new Poison(Times.ONE.dividedBy(4))),
  /** The process that watches over all others ends by kill -9. */
  LAUNCHER(kind -> true, new DeadLauncher()),
  /** The newest checkpoint's list is cut short, and who would go on from it ends by kill -9. */
  CHECKPOINT(StackKind::isFlink, DamagedCheckpoint.CUT_SHORT),
  /** A bit of the newest checkpoint is another, and who would go on from it ends by kill -9. */
  CHECKPOINT_BYTES(StackKind::isFlink, DamagedCheckpoint.OTHER_BYTES),
  /** The connections of jobs and service with both servers end, every three seconds. */
  CUT(StackKind::isAlone, BadNetwork.CUT, Needs.RELAYS),
  /** All that jobs and service say to both servers, and hear of them, comes late. */
  SLOW(StackKind::isAlone, BadNetwork.SLOW, Needs.RELAYS),
  /** The same connections stay, and nothing comes through them. */
  HALF_OPEN(StackKind::isAlone, BadNetwork.HALF_OPEN, Needs.RELAYS),
  /** The archive's disk is full for a minute. */
  ARCHIVE_FULL(kind -> true, "archive"),
  /** The checkpoints' disk is full for a minute. */
  CHECKPOINTS_FULL(StackKind::isFlink, "checkpoints"),
  /** Cassandra's disk is full for a minute. */
  CASSANDRA_FULL(StackKind::isAlone, "cassandra"),
  /** Kafka's disk is full for a minute. */
  KAFKA_FULL(StackKind::isAlone, "kafka"),
  /** A part that counts has a clock five minutes ahead, for a minute and a half. */
  CLOCK(kind -> true, new WrongClock(Times.FIVE, Times.ONE.plusSeconds(30)), Needs.FAKETIME),
  /** The stack is stopped and started again where Kafka's port is taken. Happens once. */
  MOVE(kind -> true, new MovedKafka());

  private final Predicate<StackKind> kinds;
  private final Harm harm;
  private final Optional<Needs> needs;
  private final Optional<String> disk;

  Fault(Predicate<StackKind> kinds, Harm harm) {
    this(kinds, harm, Optional.empty(), Optional.empty());
  }

  Fault(Predicate<StackKind> kinds, Harm harm, Needs needs) {
    this(kinds, harm, Optional.of(needs), Optional.empty());
  }

  Fault(Predicate<StackKind> kinds, String disk) {
    this(kinds, new FullDisk(disk, Times.ONE), Optional.of(Needs.ROOT), Optional.of(disk));
  }

  Fault(Predicate<StackKind> kinds, Harm harm, Optional<Needs> needs, Optional<String> disk) {
    this.kinds = kinds;
    this.harm = harm;
    this.needs = needs;
    this.disk = disk;
  }

  private static final class Times {
    private static final Duration ONE = Duration.ofMinutes(1);
    private static final Duration FIVE = Duration.ofMinutes(5);
  }

  Harm harm() {
    return harm;
  }

  boolean happensOnce() {
    return this == PARTITIONS || this == MOVE;
  }

  /** What a machine or a stack must have besides. */
  Optional<Needs> needs() {
    return needs;
  }

  /** Whether the machine has it. */
  boolean isPossibleHere() {
    return needs.map(Needs::isHere).orElse(true);
  }

  /** Which folder of the stack has to be on a disk of its own. */
  Optional<String> disk() {
    return disk;
  }

  /** Whether a stack of such parts has what this fault harms. */
  boolean happensOn(StackKind kind) {
    return kinds.test(kind);
  }

  /** All that can happen to a stack of such parts, if the machine has what it needs. */
  static List<Fault> on(StackKind kind) {
    List<Fault> all = new ArrayList<>(List.of(values()));
    all.removeIf(fault -> !fault.happensOn(kind));
    return List.copyOf(all);
  }

  /** As {@code --faults} has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
