package org.adclicks.pipeline.source;

import static java.util.Objects.requireNonNull;
import static org.adclicks.pipeline.OutrunReader.deleteBefore;
import static org.adclicks.pipeline.OutrunReader.oneByOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Futures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.UnreadSpan;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.Topic;
import org.adclicks.pipeline.Await;
import org.adclicks.pipeline.kafka.SlotFeed;
import org.adclicks.pipeline.kafka.StartOffsets;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.adclicks.pipeline.kafka.TopicWatch;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.parse.ParseClicks;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads a real topic and watches which minutes close: lateness is zero, so a late click is lost.
 */
class ReadClicksFromKafkaIT {

  private static final int TIMEOUT_SECONDS = 60;

  /** Between two hundred lines of junk. */
  private static final long JUNK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** "minute: ads" of each minute that closed, by whatever thread of the runner. */
  private static final AtomicInteger KEPT = new AtomicInteger();

  private static final BlockingQueue<String> CLOSED = new LinkedBlockingQueue<>();

  @TempDir static Path stateDir;

  private static KafkaProcess kafka;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void startKafka() {
    kafka = KafkaProcess.start(stateDir);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stopKafka() {
    producer.close();
    kafka.close();
  }

  @Test
  void closesMinutesOfYearsAgoBesideUnusedPartitionsAndTakesTheNextOldLogInTime() throws Exception {
    CLOSED.clear();
    kafka.createTopics(Topic.byArrival("old-logs", 3));
    PipelineResult job = read("old-logs");
    try {
      // One partition only: the others are never used, and must not hold the minutes back.
      click("old-logs", 0, "ad-1", "2021-03-01T08:00:10Z");
      line("old-logs", 0, "no click at all");
      click("old-logs", 0, "ad-future", "2199-01-01T00:00:00Z");
      click("old-logs", 0, "ad-2", "2021-03-01T08:00:50Z");
      click("old-logs", 0, "ad-3", "2021-03-01T08:01:57Z");
      assertThat(nextClosed()).isEqualTo("2021-03-01T08:00:00Z: [ad-1, ad-2]");

      // Nothing more comes: the last minute closes by itself, at wall-clock speed.
      assertThat(nextClosed()).isEqualTo("2021-03-01T08:01:00Z: [ad-3]");

      // The next old log uses a partition that was unused so far.
      click("old-logs", 1, "ad-4", "2021-03-01T09:00:10Z");
      click("old-logs", 0, "ad-5", "2021-03-01T09:00:20Z");
      for (int partition = 0; partition < 3; partition++) {
        producer.send(Heartbeat.to("old-logs", partition, millis("2021-03-01T09:01:00Z"))).get();
      }
      assertThat(nextClosed()).isEqualTo("2021-03-01T09:00:00Z: [ad-4, ad-5]");
    } finally {
      job.cancel();
    }
  }

  @Test
  void readsATopicFromItsBeginningAndWaitsForTheSlowestPartition() throws Exception {
    CLOSED.clear();
    kafka.createTopics(Topic.byArrival("backlog", 2));
    // Partition 0 is far ahead of partition 1: both were written before anybody read.
    for (int minute = 0; minute < 50; minute++) {
      click("backlog", 0, "ad-a", String.format("2021-03-01T08:%02d:30Z", minute));
    }
    for (int minute = 0; minute < 50; minute++) {
      click("backlog", 1, "ad-b", String.format("2021-03-01T08:%02d:40Z", minute));
    }
    PipelineResult job = read("backlog");
    try {
      TreeSet<String> closed = new TreeSet<>();
      for (int minute = 0; minute < 49; minute++) {
        closed.add(nextClosed());
      }
      TreeSet<String> expected = new TreeSet<>();
      for (int minute = 0; minute < 49; minute++) {
        expected.add(String.format("2021-03-01T08:%02d:00Z: [ad-a, ad-b]", minute));
      }
      assertThat(closed).isEqualTo(expected);
    } finally {
      job.cancel();
    }
  }

  @Test
  void countsOnlyWhatWasCommittedAndIsNotHeldByMarkersAtTheEnd() throws Exception {
    CLOSED.clear();
    kafka.createTopics(Topic.byArrival("transactions", 2));
    try (KafkaProducer<byte[], byte[]> transactional =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "shipper"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      transactional.initTransactions();
      transactional.beginTransaction();
      for (int i = 0; i < 5; i++) {
        transactional.send(record("transactions", 0, "good-" + i, "2021-03-01T08:00:57Z")).get();
      }
      transactional.commitTransaction();
      transactional.beginTransaction();
      for (int i = 0; i < 7; i++) {
        transactional.send(record("transactions", 0, "aborted-" + i, "2021-03-01T08:00:57Z")).get();
        transactional.send(record("transactions", 1, "aborted-" + i, "2021-03-01T08:00:57Z")).get();
      }
      transactional.abortTransaction();
    }
    PipelineResult job = read("transactions");
    try {
      assertThat(nextClosed())
          .isEqualTo("2021-03-01T08:00:00Z: [good-0, good-1, good-2, good-3, good-4]");
    } finally {
      job.cancel();
    }
  }

  @Test
  void aPartitionEndsBehindWhatAnOpenTransactionHides() throws Exception {
    kafka.createTopics(Topic.byArrival("hidden", 1));
    Map<String, Object> transactional =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "open");
    try (KafkaProducer<byte[], byte[]> other =
            new KafkaProducer<>(
                transactional, new ByteArraySerializer(), new ByteArraySerializer());
        TopicWatch watch = watch(settings("hidden", Map.of()).topic())) {
      other.initTransactions();
      other.beginTransaction();
      other.send(new ProducerRecord<>("hidden", 0, null, new byte[] {1})).get();
      producer.send(new ProducerRecord<>("hidden", 0, null, new byte[] {2})).get();

      Await.until(
          () -> "the end of a partition",
          java.time.Duration.ofSeconds(TIMEOUT_SECONDS),
          () -> {
            watch.tick(List.of(0));
            return watch.endOf(0) != null;
          });
      assertThat(requireNonNull(watch.endOf(0)).endOffset()).isEqualTo(2);
    }
  }

  @Test
  void stopsBeforeRecordsThatWereDeletedUnreadUnlessToldToGoOn() throws Exception {
    kafka.createTopics(Topic.byArrival("deleted", 1));
    for (int i = 0; i < 10; i++) {
      line("deleted", 0, "line " + i);
    }
    producer.flush();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .deleteRecords(Map.of(new TopicPartition("deleted", 0), RecordsToDelete.beforeOffset(8)))
          .all()
          .get();
    }
    TopicSettings strict = settings("deleted", Map.of()).topic();
    try (TopicWatch watch = watch(strict);
        SlotFeed feed =
            feed("strict", any -> true, strict, new StartOffsets("", Map.of(0, 5L)), watch)) {
      assertThatThrownBy(() -> firstOffset(feed))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("deleted before they were read")
          .hasMessageContaining("deleted-0 from offset 5 to 7")
          .hasMessageContaining("auto.offset.reset=earliest");
    }
    TopicSettings lax = settings("deleted", Map.of("auto.offset.reset", "earliest")).topic();
    try (TopicWatch watch = watch(lax);
        SlotFeed feed = feed("lax", any -> true, lax, new StartOffsets("", Map.of(0, 5L)), watch)) {
      assertThat(firstOffset(feed)).isEqualTo(8);
    }
  }

  /** Offsets of the topic that was would pass over as many records of the one that is. */
  @Test
  void stopsAtATopicMadeAnewUnlessToldToGoOn() throws Exception {
    kafka.createTopics(Topic.byArrival("anew", 1));
    for (int i = 0; i < 10; i++) {
      line("anew", 0, "line " + i);
    }
    producer.flush();
    StartOffsets before = new StartOffsets(Uuid.randomUuid().toString(), Map.of(0, 5L));
    TopicSettings strict = settings("anew", Map.of()).topic();
    try (TopicWatch watch = watch(strict);
        SlotFeed feed = feed("strict", any -> true, strict, before, watch)) {
      assertThatThrownBy(() -> firstOffset(feed))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("the topic was made anew", "auto.offset.reset=earliest");
    }
    TopicSettings lax = settings("anew", Map.of("auto.offset.reset", "earliest")).topic();
    try (TopicWatch watch = watch(lax);
        SlotFeed feed = feed("lax", any -> true, lax, before, watch)) {
      assertThat(firstOffset(feed)).isZero();
    }
    TopicSettings copied = strict.withCopied(true);
    try (TopicWatch watch = watch(copied);
        SlotFeed feed = feed("copied", any -> true, copied, before, watch)) {
      assertThat(firstOffset(feed)).isEqualTo(5);
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        TopicWatch watch = watch(lax);
        SlotFeed feed = feed("running", any -> true, lax, StartOffsets.NONE, watch)) {
      assertThat(firstOffset(feed)).isZero();
      admin.deleteTopics(List.of("anew")).all().get();
      kafka.createTopics(Topic.byArrival("anew", 1));
      assertThatThrownBy(() -> firstOffset(feed)).hasMessageContaining("was made anew");
    }
  }

  /** What the checkpoint had read is more than there is: none of it is taken for read. */
  @Test
  void aTopicMadeAnewIsUnread() throws Exception {
    kafka.createTopics(Topic.byArrival("unread", 1));
    for (int i = 0; i < 3; i++) {
      line("unread", 0, "line " + i);
    }
    producer.flush();
    SourceSettings lax = settings("unread", Map.of("auto.offset.reset", "earliest"));
    SlotMark before =
        new SlotMark(
            Uuid.randomUuid().toString(),
            1_600_000_000_000L,
            List.of(new PartitionMark(0, 5, 1_600_000_000_000L, 0)));
    SlotReader reader = new SlotReader(SlotSource.whole(), 0, 1, lax, before);
    try {
      reader.start();
      Await.until(
          () -> "a backlog: " + reader.getSplitBacklogBytes(),
          java.time.Duration.ofSeconds(TIMEOUT_SECONDS),
          () -> {
            assertThat(reader.getWatermark().getMillis()).isEqualTo(before.watermarkMillis());
            return reader.getSplitBacklogBytes() > 0;
          });
    } finally {
      reader.close();
    }
  }

  /** Nobody knows what was before: that is told before the first line, again after a restart. */
  @Test
  void tellsWhatWasDeletedBeforeItWasRead() throws Exception {
    kafka.createTopics(Topic.byArrival("trimmed", 2));
    for (int i = 0; i < 10; i++) {
      line("trimmed", 0, "line " + i);
      line("trimmed", 1, "line " + i);
    }
    producer.flush();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition("trimmed", 0),
                  RecordsToDelete.beforeOffset(8),
                  new TopicPartition("trimmed", 1),
                  RecordsToDelete.beforeOffset(10)))
          .all()
          .get();
    }
    SourceSettings settings = settings("trimmed", Map.of("auto.offset.reset", "earliest"));

    List<LogLine> anew = linesOf(settings, null, 4);
    assertThat(anew).filteredOn(line -> line.unread() == null).hasSize(2);
    assertThat(anew.stream().filter(line -> line.origin().partition() == 0).findFirst())
        .hasValueSatisfying(
            first -> {
              UnreadSpan unread = requireNonNull(first.unread());
              assertThat(unread.fromMillis()).isZero();
              assertThat(unread.toMillis()).isEqualTo(first.arrivalMillis() + 300_000);
            });
    assertThat(anew)
        .filteredOn(line -> line.origin().partition() == 1)
        .singleElement()
        .satisfies(only -> assertThat(only.unread()).isNotNull());

    long knownMillis = 1_600_000_000_000L;
    SlotMark mark =
        new SlotMark(
            "",
            knownMillis,
            List.of(
                new PartitionMark(0, 5, knownMillis, 0), new PartitionMark(1, 10, knownMillis, 0)));
    List<LogLine> later = linesOf(settings, mark, 3);
    assertThat(later)
        .filteredOn(line -> line.unread() != null)
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.origin().partition()).isZero();
              assertThat(requireNonNull(told.unread()).fromMillis()).isEqualTo(knownMillis);
            });
  }

  /** Each time anew, before the first line that is left: the reader runs on meanwhile. */
  @Test
  void tellsWhatWasDeletedWhileItReads() throws Exception {
    kafka.createTopics(Topic.byArrival("outrun", 1));
    long start = millis("2021-03-01T08:00:00Z");
    for (int i = 0; i < 40; i++) {
      click("outrun", 0, "ad-" + i, Instant.ofEpochMilli(start + i * 1_000L).toString());
    }
    SlotReader reader =
        new SlotReader(SlotSource.whole(), 0, 1, settings("outrun", oneByOne("earliest")), null);
    try {
      assertThat(reader.start()).isFalse();
      List<LogLine> before = linesUntil(reader, 1);
      deleteBefore(kafka.bootstrapServers(), "outrun", 15);
      List<LogLine> once = linesUntil(reader, 16);
      deleteBefore(kafka.bootstrapServers(), "outrun", 35);
      List<LogLine> twice = linesUntil(reader, 39);

      assertThat(before).noneMatch(line -> line.unread() != null);
      assertThat(offsetsOf(once)).containsSubsequence("unread before 15", "15", "16");
      assertThat(offsetsOf(twice)).containsSubsequence("unread before 35", "35", "39");
      for (List<LogLine> lines : List.of(once, twice)) {
        assertThat(lines)
            .filteredOn(line -> line.unread() != null)
            .singleElement()
            .satisfies(
                told -> {
                  UnreadSpan unread = requireNonNull(told.unread());
                  // Fifteen seconds behind what was read last.
                  assertThat(unread.fromMillis()).isBetween(start - 15_000, start + 25_000);
                  assertThat(unread.toMillis()).isEqualTo(told.arrivalMillis() + 300_000);
                });
      }
    } finally {
      reader.close();
    }
  }

  @Test
  void stopsWhereRecordsAreDeletedWhileItReads() throws Exception {
    kafka.createTopics(Topic.byArrival("outrun-strict", 1));
    for (int i = 0; i < 20; i++) {
      line("outrun-strict", 0, "line " + i);
    }
    TopicSettings strict = settings("outrun-strict", oneByOne("none")).topic();
    try (TopicWatch watch = watch(strict);
        SlotFeed feed = feed("strict", any -> true, strict, StartOffsets.NONE, watch)) {
      assertThat(firstOffset(feed)).isZero();
      deleteBefore(kafka.bootstrapServers(), "outrun-strict", 15);
      assertThatThrownBy(
              () -> {
                while (firstOffset(feed) < 15) {
                  // What was on its way.
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              "deleted before they were read", "outrun-strict-0=", "auto.offset.reset=earliest");
    }
  }

  private static List<String> offsetsOf(List<LogLine> lines) {
    return lines.stream()
        .map(line -> (line.unread() == null ? "" : "unread before ") + line.origin().offset())
        .toList();
  }

  /** What a reader that was started gives, up to the line of this offset. */
  private static List<LogLine> linesUntil(SlotReader reader, long offset) throws IOException {
    Instant giveUp = Instant.now().plusSeconds(TIMEOUT_SECONDS);
    List<LogLine> found = new ArrayList<>();
    while (Instant.now().isBefore(giveUp)) {
      reader.getWatermark();
      if (reader.advance()) {
        LogLine line = reader.getCurrent();
        found.add(line);
        if (line.unread() == null && line.origin().offset() >= offset) {
          return found;
        }
      }
    }
    throw new AssertionError("no line " + offset + " comes, but " + offsetsOf(found));
  }

  private static List<LogLine> linesOf(SourceSettings settings, @Nullable SlotMark mark, int lines)
      throws IOException {
    SlotReader reader = new SlotReader(SlotSource.whole(), 0, 1, settings, mark);
    List<LogLine> found = new ArrayList<>();
    try {
      boolean isThere = reader.start();
      while (found.size() < lines) {
        if (isThere) {
          found.add(reader.getCurrent());
        }
        reader.getWatermark();
        isThere = reader.advance();
      }
    } finally {
      reader.close();
    }
    return found;
  }

  private static SourceSettings settings(String topic, Map<String, String> consumer) {
    return new SourceSettings(
        new TopicSettings(kafka.bootstrapServers(), topic, 1, consumer, null, false),
        new WatermarkRule(15_000, new AllowedSkew(300_000), 30_000),
        false);
  }

  private static TopicWatch watch(TopicSettings settings) {
    return new TopicWatch(settings, SourceSettings.CLICKS, Clock.systemUTC());
  }

  private static SlotFeed feed(
      String reader,
      IntPredicate share,
      TopicSettings settings,
      StartOffsets start,
      TopicWatch watch) {
    return new SlotFeed(reader, share, settings, SourceSettings.CLICKS, start, watch);
  }

  private static long firstOffset(SlotFeed feed) throws IOException {
    while (true) {
      SlotFeed.Batch batch = feed.next(100);
      if (batch != null && !batch.records().isEmpty()) {
        return batch.records().iterator().next().offset();
      }
    }
  }

  @Test
  void isNotHeldByPartitionsWithoutAnyClickHoweverMuchComesThroughThem() throws Exception {
    CLOSED.clear();
    kafka.createTopics(Topic.byArrival("junk", 4));
    AtomicBoolean flooding = new AtomicBoolean(true);
    Thread flood = new Thread(() -> floodWithJunk("junk", 1, flooding), "junk");
    flood.start();
    producer.send(new ProducerRecord<>("junk", 2, null, null)).get();
    click("junk", 3, "ad-future", "2199-01-01T00:00:00Z");
    PipelineResult job = read("junk", flink(2));
    try {
      click("junk", 0, "ad-1", "2021-03-01T08:00:57Z");

      assertThat(nextClosed()).isEqualTo("2021-03-01T08:00:00Z: [ad-1]");
    } finally {
      job.cancel();
      flooding.set(false);
      flood.join();
    }
  }

  @Test
  void readsAddedPartitionsOnFlinkWithMoreSubtasksThanThereArePartitions() throws Exception {
    CLOSED.clear();
    kafka.createTopics(Topic.byArrival("growing", 1));
    PipelineResult job = read("growing", flink(3));
    try {
      // What a heartbeat in the one partition says reaches the subtasks without any.
      click("growing", 0, "ad-1", "2021-03-01T08:00:00Z");
      producer.send(Heartbeat.to("growing", 0, millis("2021-03-01T08:10:00Z"))).get();
      assertThat(nextClosed()).isEqualTo("2021-03-01T08:00:00Z: [ad-1]");

      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
        admin.createPartitions(Map.of("growing", NewPartitions.increaseTo(5))).all().get();
      }
      click("growing", 4, "ad-new", "2021-03-01T08:30:56Z");
      click("growing", 0, "ad-2", "2021-03-01T08:30:57Z");

      assertThat(nextClosed()).isEqualTo("2021-03-01T08:30:00Z: [ad-2, ad-new]");
    } finally {
      job.cancel();
    }
  }

  /** Two hours are read in a moment, long before an engine first asks how far they are. */
  @Test
  void callsNoClickLateForThoseBehindIt() throws Exception {
    kafka.createTopics(Topic.byArrival("hours", 2));
    long start = millis("2021-03-01T08:00:00Z");
    for (int i = 0; i < 120; i++) {
      click("hours", i % 2, "ad-" + i, Instant.ofEpochMilli(start + i * 60_000L).toString());
    }
    for (PipelineOptions options : List.of(flink(2), direct())) {
      KEPT.set(0);
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply("Read", ReadClicksFromKafka.fromTopic(kafka.bootstrapServers(), "hours"))
          .apply("Parse", ParseClicks.create())
          .clicks()
          .apply("Deduplicate", DeduplicateClicks.create())
          .clicks()
          .apply("Keep", ParDo.of(new KeepFn()));
      PipelineResult job = pipeline.run();
      try {
        Instant giveUp = Instant.now().plusSeconds(TIMEOUT_SECONDS);
        while (KEPT.get() < 120 && Instant.now().isBefore(giveUp)) {
          LockSupport.parkNanos(JUNK_PAUSE_NANOS);
        }
        assertThat(KEPT).as("%s", options.getRunner()).hasValue(120);
      } finally {
        job.cancel();
      }
    }
  }

  private static void floodWithJunk(String topic, int partition, AtomicBoolean flooding) {
    byte[] junk = "no click".getBytes(StandardCharsets.UTF_8);
    // One first: of several that meet a partition without a leader yet, those behind are out of
    // order for as long as the producer is patient, two minutes.
    Futures.getUnchecked(producer.send(new ProducerRecord<>(topic, partition, null, junk)));
    while (flooding.get()) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        sent.add(producer.send(new ProducerRecord<>(topic, partition, null, junk)));
      }
      sent.forEach(Futures::getUnchecked);
      LockSupport.parkNanos(JUNK_PAUSE_NANOS);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, String ad, String time) {
    String line = ad + "," + time + ",user-1,192.0.2.1,US";
    return new ProducerRecord<>(topic, partition, null, line.getBytes(StandardCharsets.UTF_8));
  }

  private static String nextClosed() throws InterruptedException {
    String closed = CLOSED.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(closed).as("a minute closes within %s s", TIMEOUT_SECONDS).isNotNull();
    return closed;
  }

  private static PipelineResult read(String topic) {
    return read(topic, direct());
  }

  private static PipelineOptions direct() {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setTargetParallelism(2);
    return options;
  }

  private static PipelineOptions flink(int parallelism) {
    FlinkPipelineOptions options = PipelineOptionsFactory.create().as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(parallelism);
    options.setAttachedMode(false);
    options.setAutoWatermarkInterval(100L);
    return options;
  }

  private static PipelineResult read(String topic, PipelineOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            "Read",
            ReadClicksFromKafka.fromTopic(kafka.bootstrapServers(), topic)
                .withWatermarkDelay(Duration.standardSeconds(1)))
        .apply("AdIds", ParDo.of(new AdIdFn()))
        .apply("ByMinute", Window.into(FixedWindows.of(Duration.standardMinutes(1))))
        .apply("OneKey", WithKeys.<Integer, String>of(0))
        .setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Report", ParDo.of(new ReportFn()));
    return pipeline.run();
  }

  private static void click(String topic, int partition, String ad, String time) throws Exception {
    line(topic, partition, ad + "," + time + ",user-1,192.0.2.1,US");
  }

  private static void line(String topic, int partition, String text) throws Exception {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static final class AdIdFn extends DoFn<LogLine, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element LogLine line, OutputReceiver<String> ads) {
      if (line.line().parsed() instanceof ParsedLine.Accepted accepted
          && !accepted.click().adId().equals("ad-future")) {
        ads.output(accepted.click().adId());
      }
    }
  }

  private static final class KeepFn extends DoFn<ClickPack, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void keep(@Element ClickPack pack) {
      KEPT.addAndGet(pack.size());
    }
  }

  private static final class ReportFn extends DoFn<KV<Integer, Iterable<String>>, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<String>> ads, BoundedWindow window)
        throws IOException {
      TreeSet<String> sorted = new TreeSet<>();
      ads.getValue().forEach(sorted::add);
      long start = ((IntervalWindow) window).start().getMillis();
      CLOSED.add(Instant.ofEpochMilli(start) + ": " + sorted);
    }
  }
}
