package org.adclicks.pipeline.queue;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.adclicks.pipeline.kafka.EndLook;
import org.adclicks.pipeline.kafka.SlotFeed;
import org.adclicks.pipeline.kafka.StartOffsets;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.adclicks.pipeline.kafka.TopicUse;
import org.adclicks.pipeline.kafka.TopicWatch;
import org.adclicks.pipeline.metrics.QueueMetrics;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions of one share of the queue, and tells by {@link QueueClock} how far. Refuses
 * to go on where records may be missing, or spread otherwise than it reads them ({@link Spread}).
 */
final class QueueReader extends UnboundedSource.UnboundedReader<QueuedRecord> {

  static final TopicUse ROWS =
      new TopicUse(
          "rows",
          "nothing more is complete",
          true,
          "Rows they held are not in the store. To go on without them, say"
              + " auto.offset.reset=earliest in the file that --kafkaConfig names, and run"
              + " `adclicks reconcile --repair` for the time they are of",
          "Rows they held are not in the store: run `adclicks reconcile --repair` for the time they"
              + " are of");

  private static final Logger LOG = LoggerFactory.getLogger(QueueReader.class);
  private static final long WAIT_MILLIS = 10;
  private static final long NOTHING_READ = -1;
  private static final long MAX_ADVANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  // Until something was read, a row as most are.
  private static final double USUAL_BYTES = 100;
  private static final double WEIGHT_OF_NEWEST = 0.001;

  private final UnboundedSource<QueuedRecord, QueueMark> source;
  private final IntPredicate share;
  private final TopicSettings settings;
  private final StartOffsets start;
  private final QueueClock clock = new QueueClock();

  // Looked at by those who ask how far it has come, too.
  private final Map<Integer, Long> nextOffsets = new ConcurrentSkipListMap<>();
  private final Supplier<QueueMetrics.Share> standing = this::standing;
  private volatile long number = QueueClock.BEGINNING;
  private volatile long newestMillis = NOTHING_READ;

  private String topicId;
  private volatile @Nullable TopicWatch watch;
  private @Nullable SlotFeed feed;

  /** Of the topic as it was when reading began; null while that is not known. */
  private volatile @Nullable Spread spread;

  private SlotFeed.@Nullable Batch batch;
  private Iterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyIterator();
  private double averageBytes = USUAL_BYTES;
  private @Nullable QueuedRecord current;
  private Instant currentTimestamp = Instant.EPOCH;
  private volatile long backlogBytes = BACKLOG_UNKNOWN;
  private volatile boolean isWatermarkKnown;

  QueueReader(
      UnboundedSource<QueuedRecord, QueueMark> source,
      IntPredicate share,
      TopicSettings settings,
      @Nullable QueueMark mark) {
    this.source = source;
    this.share = share;
    this.settings = settings;
    this.start = mark == null ? StartOffsets.NONE : mark.start();
    this.topicId = start.topicId();
    if (mark != null) {
      for (QueueMark.Position position : mark.partitions()) {
        nextOffsets.put(position.partition(), position.nextOffset());
        clock.restore(position.partition(), position.number());
      }
    }
  }

  @Override
  public boolean start() throws IOException {
    TopicWatch watching = new TopicWatch(settings, ROWS, Clock.systemUTC());
    watch = watching;
    QueueMetrics.opened(source.toString(), standing);
    feed = new SlotFeed(source.toString(), share, settings, ROWS, start, watching);
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    if (!isWatermarkKnown) {
      // What is handed over before the engine has asked for the watermark would be judged by one
      // that later marks have moved on.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS));
      return false;
    }
    long begun = System.nanoTime();
    do {
      while (records.hasNext()) {
        if (take(records.next())) {
          return true;
        }
      }
      if (!nextRecords()) {
        return false;
      }
    } while (System.nanoTime() - begun < MAX_ADVANCE_NANOS);
    return false;
  }

  private boolean nextRecords() throws IOException {
    SlotFeed.Batch done = batch;
    if (done != null) {
      nextOffsets.putAll(done.positions());
      batch = null;
    }
    SlotFeed.Batch next = feed == null ? null : feed.next(WAIT_MILLIS);
    learnTopic();
    // New partitions are known before records of theirs come.
    TopicWatch watching = watch;
    Spread known = spread;
    if (known != null && watching != null) {
      known.checkTopic(watching.partitions());
    }
    if (next == null) {
      return false;
    }
    batch = next;
    records = next.records().iterator();
    return true;
  }

  /** Whether there is a record now. */
  private boolean take(ConsumerRecord<byte[], byte[]> read) throws IOException {
    Spread known = spread;
    if (known == null) {
      throw new IllegalStateException("a record of a topic that is not known");
    }
    int partition = read.partition();
    QueueEntry entry = QueueEntry.of(read);
    known.check(read, entry.partitions());
    nextOffsets.put(partition, read.offset() + 1);
    clock.number(partition, entry.number());
    newestMillis = read.timestamp();
    QueuedRecord record = entry.record();
    if (record == null) {
      return false;
    }
    averageBytes += (record.value().size() - averageBytes) * WEIGHT_OF_NEWEST;
    current = record;
    currentTimestamp = Instant.ofEpochMilli(clock.of(partition));
    return true;
  }

  /**
   * Takes the topic for known once it is: where a checkpoint's offsets are of another one of its
   * name, not before the feed has gone on without them. Records come later than that.
   */
  private void learnTopic() {
    TopicWatch watching = watch;
    SlotFeed feeding = feed;
    String id = watching == null ? null : watching.topicId();
    if (watching == null || feeding == null || id == null) {
      return;
    }
    if (spread == null) {
      if (!settings.isCopied() && start.areOfAnother(id)) {
        if (!feeding.hasForgottenStart()) {
          return;
        }
        clock.forget();
        nextOffsets.clear();
      }
      topicId = id;
      know(watching.partitions());
    }
    Spread known = spread;
    if (known != null) {
      for (int partition : nextOffsets.keySet()) {
        EndLook end = watching.endOf(partition);
        if (end != null) {
          known.ends(partition, end.endOffset());
        }
      }
    }
  }

  private void know(Set<Integer> all) {
    spread = new Spread(settings.name(), all.size());
    Set<Integer> own = new TreeSet<>();
    for (int partition : all) {
      if (share.test(partition)) {
        own.add(partition);
        nextOffsets.putIfAbsent(partition, StartOffsets.FROM_THE_BEGINNING);
      }
    }
    clock.know(own);
    LOG.info("{} of {}: partitions {}", source, settings.name(), own);
  }

  @Override
  public Instant getWatermark() {
    learnTopic();
    backlogBytes = backlog();
    isWatermarkKnown = true;
    number = clock.watermark();
    return Instant.ofEpochMilli(number);
  }

  private long backlog() {
    OptionalLong left = recordsLeft();
    return left.isPresent() ? (long) (left.getAsLong() * averageBytes) : BACKLOG_UNKNOWN;
  }

  private OptionalLong recordsLeft() {
    TopicWatch watching = watch;
    if (watching == null || spread == null) {
      return OptionalLong.empty();
    }
    long left = 0;
    for (Map.Entry<Integer, Long> entry : nextOffsets.entrySet()) {
      EndLook end = watching.endOf(entry.getKey());
      if (end == null) {
        return OptionalLong.empty();
      }
      left += Math.max(0, end.endOffset() - Math.max(0, entry.getValue()));
    }
    return OptionalLong.of(left);
  }

  private QueueMetrics.Share standing() {
    long newest = newestMillis;
    return new QueueMetrics.Share(
        number,
        recordsLeft(),
        newest == NOTHING_READ ? OptionalLong.empty() : OptionalLong.of(newest));
  }

  @Override
  public QueueMark getCheckpointMark() {
    List<QueueMark.Position> partitions = new ArrayList<>(nextOffsets.size());
    nextOffsets.forEach(
        (partition, next) ->
            partitions.add(new QueueMark.Position(partition, next, clock.of(partition))));
    return new QueueMark(topicId, partitions);
  }

  @Override
  public UnboundedSource<QueuedRecord, QueueMark> getCurrentSource() {
    return source;
  }

  @Override
  public QueuedRecord getCurrent() {
    QueuedRecord record = current;
    if (record == null) {
      throw new NoSuchElementException("no record was read yet");
    }
    return record;
  }

  @Override
  public Instant getCurrentTimestamp() {
    if (current == null) {
      throw new NoSuchElementException("no record was read yet");
    }
    return currentTimestamp;
  }

  @Override
  public long getSplitBacklogBytes() {
    return backlogBytes;
  }

  @Override
  public void close() {
    QueueMetrics.closed(source.toString(), standing);
    if (feed != null) {
      feed.close();
    }
    TopicWatch watching = watch;
    if (watching != null) {
      watching.close();
    }
  }
}
