package org.adclicks.pipeline.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.adclicks.pipeline.metrics.JobMetrics;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A slot's records, polled on a thread of its own, which also gives the consumer partitions that
 * are added to the topic.
 *
 * <p>State: positions, and one batch ahead. Only committed records come, unless settings say
 * otherwise.
 */
public final class SlotFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SlotFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long ASK_AGAIN_MILLIS = 30_000;
  private static final long HAND_OVER_MILLIS = 100;
  private static final long CLOSE_MILLIS = 10_000;

  private static final long METER_EVERY_MILLIS = 1_000;

  /** Ends are asked for every second. */
  private static final long SILENT_MILLIS = 30_000;

  /** Read while the one before is worked on. */
  private static final int BATCHES_AHEAD = 1;

  /**
   * Records, and where reading stands behind them.
   *
   * @param positions next offset by partition; markers and what was aborted are passed over
   * @param trimmed partitions of which records were deleted unread, between the batch before and
   *     what this one has of them, or the next that has any
   */
  public record Batch(
      ConsumerRecords<byte[], byte[]> records, Map<Integer, Long> positions, Set<Integer> trimmed) {

    public Batch {
      trimmed = Set.copyOf(trimmed);
    }
  }

  private final String reader;
  private final IntPredicate share;
  private final TopicSettings settings;
  private StartOffsets start;
  private volatile boolean hasForgottenStart;
  private final TopicWatch watch;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
  private final Thread thread;
  private final Set<Integer> assigned = new TreeSet<>();

  private final Beginnings beginnings;
  private final LostRecords lost;
  private long beginningsAskedMillis;
  private Map<Integer, Long> positions = Map.of();
  private long meteredMillis;
  private volatile @Nullable KafkaException failure;
  private volatile boolean isClosed;

  /**
   * Begins to read.
   *
   * @param start of the partitions a checkpoint knows; others are read from their beginning
   */
  public SlotFeed(
      String reader,
      IntPredicate share,
      TopicSettings settings,
      TopicUse use,
      StartOffsets start,
      TopicWatch watch) {
    this.reader = reader;
    this.share = share;
    this.settings = settings;
    this.start = start;
    this.watch = watch;
    this.lost = new LostRecords(settings, use);
    this.consumer =
        new KafkaConsumer<>(
            settings.consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.beginnings = new Beginnings(consumer, settings.name());
    this.thread = new Thread(this::run, use.records() + " of " + settings.name() + ", " + reader);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The next batch, waiting so long for it at most.
   *
   * @throws IOException once Kafka has refused to go on
   */
  public @Nullable Batch next(long waitMillis) throws IOException {
    try {
      Batch batch = batches.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (batch == null && !isClosed && !thread.isAlive()) {
        KafkaException reason = failure;
        throw new IOException(
            "topic "
                + settings.name()
                + " cannot be read"
                + (reason == null ? "" : ": " + reason.getMessage()),
            reason);
      }
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Whether the checkpoint's offsets are of another topic: this one is read from its beginning. */
  public boolean hasForgottenStart() {
    return hasForgottenStart;
  }

  @Override
  public void close() {
    isClosed = true;
    consumer.wakeup();
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!isClosed) {
        assignWhatIsThere();
        watch.tick(assigned);
        meter();
        if (assigned.isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(HAND_OVER_MILLIS);
        } else {
          poll();
        }
      }
    } catch (WakeupException | InterruptException | InterruptedException e) {
      LOG.debug("{} of {} is not read any more", reader, settings.name(), e);
    } catch (KafkaException e) {
      failure = e;
    } finally {
      closeConsumer();
      JobMetrics.shareClosed(settings.name(), reader);
    }
  }

  /** A partition counts as read once it says where it ends, and as long as it goes on doing so. */
  private void meter() {
    long now = System.currentTimeMillis();
    if (now - meteredMillis < METER_EVERY_MILLIS) {
      return;
    }
    meteredMillis = now;
    int read = 0;
    for (int partition : assigned) {
      EndLook end = watch.endOf(partition);
      if (end != null && now - end.askedMillis() < SILENT_MILLIS) {
        read++;
      }
    }
    JobMetrics.partitions(settings.name(), reader, read, assigned.size() - read);
  }

  private void poll() throws InterruptedException {
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      passOver(e);
      return;
    }
    Map<Integer, Long> now = readPositions();
    if (records.isEmpty() && now.equals(positions) && lost.areTold()) {
      return;
    }
    positions = now;
    Batch batch = new Batch(records, now, lost.take());
    while (!isClosed && !batches.offer(batch, HAND_OVER_MILLIS, TimeUnit.MILLISECONDS)) {
      watch.tick(assigned);
    }
  }

  private Map<Integer, Long> readPositions() {
    Map<Integer, Long> now = new HashMap<>();
    for (int partition : assigned) {
      try {
        now.put(partition, consumer.position(at(partition), Duration.ZERO));
      } catch (TimeoutException e) {
        // Not known yet: the partition has not answered.
        LOG.debug("partition {} of {} has no position yet", partition, settings.name());
      } catch (OffsetOutOfRangeException e) {
        // The next poll finds it out again, and has no records yet that are to be handed over.
        LOG.debug("partition {} of {} is not as it was", partition, settings.name(), e);
      }
    }
    return now;
  }

  private void assignWhatIsThere() {
    String topicId = watch.topicId();
    if (topicId == null) {
      return;
    }
    if (watch.isMadeAnew() || (!settings.isCopied() && start.areOfAnother(topicId))) {
      beginAnew();
    }
    List<Integer> added = new ArrayList<>();
    for (int partition : start.byPartition().keySet()) {
      addUnlessAssigned(partition, added);
    }
    for (int partition : watch.partitions()) {
      if (share.test(partition)) {
        addUnlessAssigned(partition, added);
      }
    }
    if (added.isEmpty() || isTooSoonToAsk()) {
      return;
    }
    Map<Integer, Long> firsts = beginnings.of(added);
    if (firsts.isEmpty()) {
      return;
    }
    assigned.addAll(firsts.keySet());
    consumer.assign(assigned.stream().map(this::at).toList());
    firsts.forEach(this::seek);
  }

  /** Those that could not tell where they begin are asked again some seconds later. */
  private boolean isTooSoonToAsk() {
    long now = System.currentTimeMillis();
    if (!assigned.isEmpty() && now - beginningsAskedMillis < ASK_AGAIN_MILLIS) {
      return true;
    }
    beginningsAskedMillis = now;
    return false;
  }

  /** Begins where the checkpoint ended, or with the first record there is. */
  private void seek(int partition, long first) {
    long offset = start.byPartition().getOrDefault(partition, StartOffsets.FROM_THE_BEGINNING);
    if (offset == StartOffsets.FROM_THE_BEGINNING && first > 0) {
      lost.beginsLate(partition, first);
    } else if (offset != StartOffsets.FROM_THE_BEGINNING && first > offset) {
      lost.deleted(partition, offset, first);
    }
    consumer.seek(at(partition), Math.max(first, offset));
  }

  /**
   * Goes on where what was to be read next was deleted, as it would have begun there, or where the
   * partition has lost it. One that does not say where it begins is found out by the next poll
   * again.
   */
  private void passOver(OffsetOutOfRangeException e) {
    Map<TopicPartition, Long> wanted = e.offsetOutOfRangePartitions();
    lost.require(wanted.toString(), e);
    beginnings
        .of(wanted.keySet().stream().map(TopicPartition::partition).toList())
        .forEach(
            (partition, first) -> {
              long offset = wanted.getOrDefault(at(partition), first);
              if (first > offset) {
                lost.deleted(partition, offset, first);
              } else {
                lost.cutOff(partition, offset);
              }
              consumer.seek(at(partition), Math.max(first, keptUntil(at(partition), e)));
            });
  }

  /** Up to where a partition has what was read of it, though it has lost more; 0 if unknown. */
  private static long keptUntil(TopicPartition partition, OffsetOutOfRangeException e) {
    OffsetAndMetadata kept =
        e instanceof LogTruncationException cut ? cut.divergentOffsets().get(partition) : null;
    return kept == null ? 0 : kept.offset();
  }

  /** What a checkpoint knew was of another topic. */
  private void beginAnew() {
    lost.madeAnew(start.byPartition().keySet(), watch.isMadeAnew());
    start = StartOffsets.NONE;
    hasForgottenStart = true;
  }

  private void addUnlessAssigned(int partition, List<Integer> added) {
    if (!assigned.contains(partition)) {
      added.add(partition);
    }
  }

  private TopicPartition at(int partition) {
    return new TopicPartition(settings.name(), partition);
  }

  private void closeConsumer() {
    // It would refuse to close in an interrupted thread.
    boolean interrupted = Thread.interrupted();
    try {
      consumer.close(Duration.ofSeconds(1));
    } catch (KafkaException e) {
      LOG.debug("a consumer of {} could not say good-bye", settings.name(), e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
