package org.adclicks.pipeline.source;

import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.click.Click;
import org.adclicks.click.Origin;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.click.line.RoundEnd;
import org.adclicks.pipeline.kafka.EndLook;
import org.adclicks.pipeline.kafka.SlotFeed;
import org.adclicks.pipeline.kafka.StartOffsets;
import org.adclicks.pipeline.kafka.TopicWatch;
import org.adclicks.pipeline.metrics.JobMetrics;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions of one slot, those added meanwhile too, and tells their watermark ({@link
 * SlotWatermark}). A partition that is known holds the watermark where it is until it is read.
 *
 * <p>Records without a value (heartbeats) move clocks and yield nothing.
 */
final class SlotReader extends UnboundedSource.UnboundedReader<LogLine> {

  private static final long WAIT_MILLIS = 10;

  /**
   * Before any click: says that there is a watermark, which holds nobody back who waits for one.
   */
  private static final long FIRST_WATERMARK = PartitionClock.NEVER + 1_000;

  private static final long MAX_ADVANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final UnboundedSource<LogLine, SlotMark> source;
  private final SourceSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final RawLineDeserializer lines = new RawLineDeserializer();
  private final SlotPartitions partitions;
  private final SlotWatermark watermark;
  private final NewestTimeProbe probe;
  private final StartOffsets start;

  private @Nullable TopicWatch watch;
  private @Nullable SlotFeed feed;
  private boolean hasForgotten;

  private Iterator<TopicPartition> batchPartitions = Collections.emptyIterator();
  private Iterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyIterator();
  private SlotFeed.@Nullable Batch batch;
  private @Nullable PartitionProgress reading;
  private @Nullable ConsumerRecord<byte[], byte[]> held;
  private final Unread unread;
  private final Rounds rounds;
  private @Nullable LogLine current;
  private Instant currentTimestamp = Instant.EPOCH;
  private volatile long backlogBytes = BACKLOG_UNKNOWN;
  private volatile boolean isWatermarkKnown;

  SlotReader(
      UnboundedSource<LogLine, SlotMark> source,
      int slot,
      int slots,
      SourceSettings settings,
      @Nullable SlotMark mark) {
    this.source = source;
    this.settings = settings;
    this.probe = KafkaNewestTimeProbe.of(settings);
    this.watermark =
        new SlotWatermark(
            settings.rule(),
            mark == null ? PartitionClock.NEVER : mark.watermarkMillis(),
            clock.millis());
    this.start = mark == null ? StartOffsets.NONE : mark.start();
    this.unread = new Unread(settings, mark);
    this.rounds =
        new Rounds(
            slot,
            slots,
            settings.countsRounds(),
            mark == null,
            mark == null ? null : mark.round(),
            clock.millis());
    this.partitions = new SlotPartitions(slot, slots, settings, mark, clock.millis());
  }

  @Override
  public boolean start() throws IOException {
    TopicWatch watching = new TopicWatch(settings.topic(), SourceSettings.CLICKS, clock);
    watch = watching;
    feed =
        new SlotFeed(
            source.toString(),
            partitions::has,
            settings.topic(),
            SourceSettings.CLICKS,
            start,
            watching);
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    if (!isWatermarkKnown) {
      // What is handed over before the engine has asked for the watermark would be judged by one
      // that later clicks have moved on.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS));
      return false;
    }
    if (tellOfNothing() || tellOfRound()) {
      return true;
    }
    ConsumerRecord<byte[], byte[]> first = held;
    if (first != null) {
      held = null;
      if (take(first)) {
        return true;
      }
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

  /** Goes on to the records of the batch's next partition, or to the next batch. */
  private boolean nextRecords() throws IOException {
    SlotFeed.Batch done = batch;
    if (done != null && batchPartitions.hasNext()) {
      begin(done, batchPartitions.next());
      return true;
    }
    if (done != null) {
      done.positions().forEach(this::isReadUpTo);
      batch = null;
    }
    SlotFeed.Batch next = feed == null ? null : feed.next(WAIT_MILLIS);
    if (next == null) {
      return false;
    }
    forgetAnotherTopic();
    unread.areTrimmed(next.trimmed());
    batch = next;
    batchPartitions = next.records().partitions().iterator();
    return true;
  }

  /** Where all that there was is gone, that is told before anything counts as read. */
  private void isReadUpTo(int number, long offset) {
    if (unread.isUntold(number)) {
      unread.standsAt(number, offset);
    } else {
      partition(number).isReadUpTo(offset);
      unread.isKnown(number, watermark.valueMillis());
    }
  }

  /** Whether there was something to tell of a partition of which no record is left. */
  private boolean tellOfNothing() {
    for (Map.Entry<Integer, Long> entry : unread.standing().entrySet()) {
      EndLook end = watch == null ? null : watch.endOf(entry.getKey());
      if (end != null && entry.getValue() >= end.endOffset()) {
        tellOfUnread(entry.getKey(), entry.getValue(), end.askedMillis());
        partition(entry.getKey()).isReadUpTo(entry.getValue());
        return true;
      }
    }
    return false;
  }

  private void tellOfUnread(int partition, long offset, long arrivalMillis) {
    rounds.isUnread(arrivalMillis);
    tell(unread.tell(partition, offset, arrivalMillis));
  }

  /** Whether a round has ended, and that was told. */
  private boolean tellOfRound() {
    long now = clock.millis();
    if (!rounds.isDue(now)) {
      return false;
    }
    Optional<RoundEnd> end = rounds.end(readThroughMillis(), now);
    end.ifPresent(
        each -> tell(LogLine.ofRoundEnd(new Origin(settings.topic().name(), 0, 0), each)));
    return end.isPresent();
  }

  /** All that the topic had taken by then, as far as it is this reader's, has been read. */
  private long readThroughMillis() {
    if (watch == null) {
      return PartitionClock.NEVER;
    }
    // A partition nobody knows of may have been added since.
    long asked = watch.partitionsAskedMillis();
    partitions.add(watch.partitions(), clock.millis());
    return partitions.readThroughMillis(asked);
  }

  /**
   * As a line of its own, which is handed over before reading goes on: no checkpoint is between.
   */
  private void tell(LogLine told) {
    current = told;
    currentTimestamp = Instant.ofEpochMilli(watermark.valueMillis());
  }

  private void begin(SlotFeed.Batch of, TopicPartition partition) {
    reading = partition(partition.partition());
    List<ConsumerRecord<byte[], byte[]>> read = of.records().records(partition);
    JobMetrics.linesRead(read.stream().filter(SlotReader::isLine).count());
    records = read.iterator();
  }

  private static boolean isLine(ConsumerRecord<byte[], byte[]> record) {
    return record.value() != null && record.value().length > 0;
  }

  /** Whether there is a line now: the record's, or one before it. */
  private boolean take(ConsumerRecord<byte[], byte[]> record) {
    PartitionProgress from = reading;
    if (from == null) {
      throw new IllegalStateException("a record of no partition");
    }
    long now = clock.millis();
    long arrival = Arrival.millisOf(record, now);
    if (unread.isUntold(record.partition())) {
      held = record;
      tellOfUnread(record.partition(), record.offset(), arrival);
      return true;
    }
    from.isRead(record);
    OptionalLong heartbeat = Heartbeat.timeOf(record.headers());
    if (heartbeat.isPresent()) {
      from.clock().heartbeat(heartbeat.getAsLong(), arrival, now);
    }
    if (!isLine(record)) {
      return false;
    }
    RawLine line = lines.deserialize(record.topic(), record.headers(), record.value());
    long timestamp = watermark.valueMillis();
    if (heartbeat.isEmpty() && line.parsed() instanceof ParsedLine.Accepted accepted) {
      Click click = accepted.click();
      if (settings.rule().allowedSkew().check(click, arrival).isEmpty()) {
        timestamp = click.clickTimestampMillis();
        from.clock().click(timestamp, arrival, now);
      }
    }
    current =
        new LogLine(new Origin(record.topic(), record.partition(), record.offset()), arrival, line)
            .inRound(rounds.count());
    currentTimestamp = Instant.ofEpochMilli(timestamp);
    return true;
  }

  @Override
  public Instant getWatermark() {
    TopicWatch watching = watch;
    if (watching != null) {
      look(watching);
    }
    // Nothing is known of a topic nobody has looked at: not even whether all is read.
    if (partitions.isTopicKnown()) {
      Optional<NewestTime> newest = watermark.wantsLook() ? probe.newestTime() : Optional.empty();
      watermark.advance(partitions.clocks(), newest, clock.millis());
    }
    isWatermarkKnown = true;
    return Instant.ofEpochMilli(Math.max(FIRST_WATERMARK, watermark.valueMillis()));
  }

  private void look(TopicWatch watching) {
    partitions.add(watching.partitions(), clock.millis());
    backlogBytes =
        partitions.look(
            number -> {
              EndLook end = watching.endOf(number);
              if (end != null) {
                forgetAnotherTopic();
              }
              return end;
            });
  }

  /**
   * Of a topic made anew nothing has been read, however far the one before was. To be asked before
   * anything is believed of an end or a record: both come once the feed knows where it begins.
   */
  private void forgetAnotherTopic() {
    if (!hasForgotten && feed != null && feed.hasForgottenStart()) {
      hasForgotten = true;
      partitions.beginAnew(clock.millis());
    }
  }

  private PartitionProgress partition(int number) {
    return partitions.of(number, clock.millis());
  }

  @Override
  public SlotMark getCheckpointMark() {
    String topicId = watch == null ? null : watch.topicId();
    return new SlotMark(
        topicId == null ? start.topicId() : topicId,
        watermark.valueMillis(),
        partitions.marks(),
        rounds.mark());
  }

  @Override
  public UnboundedSource<LogLine, SlotMark> getCurrentSource() {
    return source;
  }

  @Override
  public LogLine getCurrent() {
    LogLine line = current;
    if (line == null) {
      throw new NoSuchElementException("no line was read yet");
    }
    return line;
  }

  @Override
  public Instant getCurrentTimestamp() {
    if (current == null) {
      throw new NoSuchElementException("no line was read yet");
    }
    return currentTimestamp;
  }

  @Override
  public long getSplitBacklogBytes() {
    return backlogBytes;
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
    if (watch != null) {
      watch.close();
    }
  }
}
