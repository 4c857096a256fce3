package org.adclicks.pipeline.queue;

import static org.adclicks.pipeline.OutrunReader.deleteBefore;
import static org.adclicks.pipeline.OutrunReader.oneByOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.Topic;
import org.adclicks.pipeline.kafka.SlotFeed;
import org.adclicks.pipeline.kafka.TopicSettings;
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
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Reads a real topic as the queue it is. */
class ReadAggregatesIT {

  private static final int TIMEOUT_SECONDS = 60;
  private static final String EARLIEST = "auto.offset.reset=earliest";

  /** "time: rows" of each time that was passed, by whatever thread of a runner. */
  private static final BlockingQueue<String> CLOSED = new LinkedBlockingQueue<>();

  @TempDir static Path stateDir;
  @TempDir static Path settingsDir;

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
  void isCompleteUpToAMarkOnceEveryPartitionHasIt() throws Exception {
    Queue queue = new Queue("complete", 3);
    queue.row(0, "a");
    queue.row(1, "b");
    queue.row(0, "c");
    long first = queue.control();
    queue.row(0, "behind");
    queue.mark(1, first);
    queue.row(1, "behind, too");
    try (Reading reading = new Reading(queue, null, null)) {
      reading.untilRecords(6);
      assertThat(reading.records)
          .containsExactlyInAnyOrder(
              "a at 0", "b at 0", "c at 0", "control at 3", "behind at 3", "behind, too at 3");
      assertThat(first).isEqualTo(3);
      assertThat(reading.watermark()).isZero();

      // No row has ever come through it.
      queue.mark(2, first);
      reading.untilWatermark(first);

      // Two send at once: what comes in another order takes nothing back.
      long second = queue.control();
      long third = queue.control();
      queue.mark(1, third);
      queue.mark(1, second);
      queue.row(1, "late");
      queue.mark(2, second);
      reading.untilWatermark(second);
      queue.mark(2, third);
      reading.untilWatermark(third);
      assertThat(reading.records).contains("late at " + third);
    }
  }

  @Test
  void goesOnWhereACheckpointStood() throws Exception {
    Queue queue = new Queue("goes-on", 2);
    queue.row(0, "a");
    queue.row(1, "b");
    long first = queue.complete();
    QueueMark mark;
    try (Reading reading = new Reading(queue, null, null)) {
      reading.untilWatermark(first);
      mark =
          CoderUtils.decodeFromByteArray(
              QueueMarkCoder.of(),
              CoderUtils.encodeToByteArray(
                  QueueMarkCoder.of(), reading.reader.getCheckpointMark()));
    }
    queue.row(0, "c");
    queue.row(1, "d");
    long second = queue.control();
    try (Reading reading = new Reading(queue, mark, null)) {
      reading.untilWatermark(first);
      reading.untilRecords(3);
      queue.mark(1, second);
      reading.untilWatermark(second);
      assertThat(reading.records)
          .containsExactlyInAnyOrder("c at " + first, "d at " + first, "control at " + second);
    }
  }

  @Test
  void sharesWithoutPartitionsHoldNobody() throws Exception {
    Queue queue = new Queue("shares", 2);
    queue.row(0, "a");
    queue.row(1, "b");
    PipelineOptions options = queue.options(3, null);
    List<QueueSource> shares = QueueSource.whole().split(7, options);
    assertThat(shares).hasSize(3);
    long number = queue.control();
    try (Reading zero = new Reading(shares.get(0), options, null);
        Reading one = new Reading(shares.get(1), options, null);
        Reading two = new Reading(shares.get(2), options, null)) {
      zero.untilWatermark(number);
      two.untilWatermark(QueueClock.HOLDS_NOBODY);
      one.untilRecords(1);
      assertThat(one.watermark()).isZero();
      queue.mark(1, number);
      one.untilWatermark(number);
      assertThat(zero.records).containsExactly("a at 0", "control at " + number);
      assertThat(one.records).containsExactly("b at 0");
      assertThat(two.records).isEmpty();
    }
  }

  @Test
  void refusesASenderThatKnowsMorePartitionsAndOneThatKnowsFewer() throws Exception {
    Queue more = new Queue("more", 2);
    more.send(1, "a", QueueHeaders.ofRecord("a.Row", false, false, 3));
    try (Reading reading = new Reading(more, null, null)) {
      assertThatThrownBy(() -> reading.untilRecords(1))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              "topic more has 2 partitions", "spread over 3", "stop the stream and start it again");
    }

    Queue fewer = new Queue("fewer", 2);
    fewer.send(0, "left", QueueHeaders.ofRecord("a.Row", false, false, 1));
    fewer.send(0, "control", QueueHeaders.ofControl("a.Control", 1));
    try (Reading reading = new Reading(fewer, null, null)) {
      // The stream that was started again is to find nobody before it.
      reading.untilRecords(2);
      reading.untilBacklogIsKnown();
      assertThat(reading.watermark()).isZero();
      fewer.row(0, "of the next");
      long number = fewer.complete();
      reading.untilWatermark(number);

      fewer.send(0, "of a zombie", QueueHeaders.ofRecord("a.Row", false, false, 1));
      assertThatThrownBy(() -> reading.untilRecords(5))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("spread over 1", "offset 4 of partition 0");
      assertThat(reading.watermark()).isEqualTo(number);
    }
  }

  @Test
  void refusesPartitionsThatAreAddedWhileItReads() throws Exception {
    Queue queue = new Queue("grows", 1);
    queue.row(0, "a");
    try (Reading reading = new Reading(queue, null, null);
        Admin admin = admin()) {
      reading.untilRecords(1);
      admin.createPartitions(Map.of("grows", NewPartitions.increaseTo(2))).all().get();
      assertThatThrownBy(() -> reading.untilRecords(2))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              "topic grows has 2 partitions now and had 1", "stop the stream and start it again");
    }
  }

  @Test
  void refusesABeginningThatIsGoneUnlessToldToGoOn() throws Exception {
    Queue queue = new Queue("trimmed", 2);
    for (int i = 0; i < 5; i++) {
      queue.row(1, "row " + i);
    }
    try (Admin admin = admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition("trimmed", 1), RecordsToDelete.beforeOffset(3)))
          .all()
          .get();
    }
    QueueMark mark = new QueueMark("", List.of(new QueueMark.Position(1, 2, 0)));
    for (QueueMark start : new @Nullable QueueMark[] {null, mark}) {
      try (Reading reading = new Reading(queue, start, null)) {
        assertThatThrownBy(() -> reading.untilRecords(1))
            .isInstanceOf(IOException.class)
            .hasMessageContainingAll(
                "deleted before they were read",
                "trimmed-1 from offset " + (start == null ? 0 : 2) + " to 2",
                EARLIEST,
                "adclicks reconcile --repair")
            .hasMessageNotContaining("clicks for");
      }
    }
    try (Reading reading = new Reading(queue, null, earliest())) {
      reading.untilRecords(2);
      assertThat(reading.records).containsExactly("row 3 at 0", "row 4 at 0");
    }
  }

  /** Which time that concerns nobody can tell: whoever goes on has to read it in the log. */
  @Test
  void saysWhatWasDeletedWhileItReads() throws Exception {
    Queue queue = new Queue("outrun", 1);
    for (int i = 0; i < 20; i++) {
      queue.row(0, "row " + i);
    }
    PipelineOptions options =
        options(
            new TopicSettings(
                kafka.bootstrapServers(), "outrun", 1, oneByOne("earliest"), null, false));
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(SlotFeed.class.getPackageName());
    logger.addAppender(logged);
    logged.start();
    try (Reading reading = new Reading(QueueSource.whole(), options, null)) {
      reading.untilRecords(2);
      deleteBefore(kafka.bootstrapServers(), "outrun", 15);
      reading.untilRecord("row 19 at 0");
      assertThat(reading.records).contains("row 15 at 0").doesNotContain("row 14 at 0");
      assertThat(logged.list)
          .filteredOn(event -> event.getLevel() == Level.ERROR)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement(STRING)
          .contains("outrun-0 from offset", " to 14.", "adclicks reconcile --repair");
    } finally {
      logger.detachAppender(logged);
    }
  }

  @Test
  void refusesATopicMadeAnewAndBelievesNothingOfTheOneBefore() throws Exception {
    Queue queue = new Queue("anew", 1);
    queue.row(0, "a");
    QueueMark mark =
        new QueueMark(Uuid.randomUuid().toString(), List.of(new QueueMark.Position(0, 1, 500)));
    try (Reading reading = new Reading(queue, mark, null)) {
      assertThatThrownBy(() -> reading.untilRecords(1))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("the topic was made anew", EARLIEST, "--copiedTopic=true");
      assertThat(reading.watermark()).isZero();
      assertThat(reading.reader.getCheckpointMark()).isEqualTo(mark);
    }
    try (Reading reading = new Reading(queue, mark, earliest())) {
      reading.untilRecords(1);
      assertThat(reading.records).containsExactly("a at 0");
      long number = queue.control();
      reading.untilWatermark(number);
      assertThat(reading.reader.getCheckpointMark().partitions())
          .containsExactly(new QueueMark.Position(0, number, number));
    }
    PipelineOptions copied =
        options(new TopicSettings(kafka.bootstrapServers(), "anew", 1, Map.of(), null, true));
    try (Reading reading = new Reading(QueueSource.whole(), copied, mark)) {
      reading.untilWatermark(500);
      reading.untilRecords(1);
      assertThat(reading.records).containsExactly("control at 500");
    }
  }

  @Test
  void refusesWhatSomebodyElseHasSent() throws Exception {
    Queue queue = new Queue("foreign", 1);
    queue.row(0, "a");
    queue.send(0, "b", List.of());
    try (Reading reading = new Reading(queue, null, null)) {
      assertThatThrownBy(() -> reading.untilRecords(2))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("offset 1 of partition 0 of topic foreign is of no stream");
      assertThat(reading.records).containsExactly("a at 0");
    }
  }

  @Test
  void closesWhatLiesBeforeAMarkOnBothEnginesThoughSharesHaveNoPartition() throws Exception {
    for (PipelineOptions options : List.of(direct(), flink())) {
      CLOSED.clear();
      Queue queue = new Queue("engine-" + options.getRunner().getSimpleName(), 2);
      queue.row(0, "a");
      queue.row(1, "b");
      long first = queue.control();
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply(
              "Read", ReadAggregates.fromTopic(kafka.bootstrapServers(), queue.topic).withSlots(4))
          .apply("Texts", ParDo.of(new TextFn()))
          .apply("ByTime", Window.into(FixedWindows.of(Duration.millis(1))))
          .apply("OneKey", WithKeys.<Integer, String>of(0))
          .setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of()))
          .apply("Group", GroupByKey.create())
          .apply("Report", ParDo.of(new ReportFn()));
      PipelineResult job = pipeline.run();
      try {
        assertThat(CLOSED.poll(5, TimeUnit.SECONDS)).as("%s", options.getRunner()).isNull();
        queue.mark(1, first);
        assertThat(nextClosed()).isEqualTo("0: [a, b]");
        queue.row(1, "c");
        long second = queue.complete();
        assertThat(nextClosed()).isEqualTo(first + ": [c, control]");
        long third = queue.complete();
        assertThat(nextClosed()).isEqualTo(second + ": [control]");
        assertThat(third).isGreaterThan(second);
      } finally {
        job.cancel();
      }
    }
  }

  private static String nextClosed() throws InterruptedException {
    String closed = CLOSED.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(closed).as("a time is passed within %s s", TIMEOUT_SECONDS).isNotNull();
    return closed;
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static String earliest() throws IOException {
    return Files.writeString(settingsDir.resolve("kafka.properties"), EARLIEST + "\n").toString();
  }

  private static PipelineOptions options(TopicSettings settings) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(QueueSourceOptions.class).setQueueSource(settings.toMap());
    return options;
  }

  private static PipelineOptions direct() {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setTargetParallelism(2);
    return options;
  }

  private static PipelineOptions flink() {
    FlinkPipelineOptions options = PipelineOptionsFactory.create().as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(4);
    options.setAttachedMode(false);
    options.setAutoWatermarkInterval(100L);
    return options;
  }

  /** A topic, and what a sender that knows all its partitions sends there. */
  private static final class Queue {

    private final String topic;
    private final int partitions;

    Queue(String topic, int partitions) {
      this.topic = topic;
      this.partitions = partitions;
      kafka.createTopics(Topic.byArrival(topic, partitions));
    }

    PipelineOptions options(int slots, @Nullable String configFile) {
      return ReadAggregatesIT.options(
          new TopicSettings(kafka.bootstrapServers(), topic, slots, Map.of(), configFile, false));
    }

    void row(int partition, String text) throws Exception {
      send(partition, text, QueueHeaders.ofRecord("a.Row", false, false, partitions));
    }

    long control() throws Exception {
      return QueueHeaders.numberOf(
          send(0, "control", QueueHeaders.ofControl("a.Control", partitions)));
    }

    void mark(int partition, long number) throws Exception {
      send(partition, "", QueueHeaders.ofMark(number, partitions));
    }

    /** A control record and all its marks. */
    long complete() throws Exception {
      long number = control();
      for (int partition = 1; partition < partitions; partition++) {
        mark(partition, number);
      }
      return number;
    }

    long send(int partition, String text, List<Header> headers) throws Exception {
      byte[] value = text.getBytes(StandardCharsets.UTF_8);
      return producer
          .send(new ProducerRecord<>(topic, partition, null, null, value, headers))
          .get()
          .offset();
    }
  }

  /** A reader as an engine has it, and what it gave. */
  private static final class Reading implements AutoCloseable {

    private final QueueReader reader;
    private final List<String> records = new ArrayList<>();
    private boolean isStarted;

    Reading(Queue queue, @Nullable QueueMark mark, @Nullable String configFile) {
      this(QueueSource.whole(), queue.options(1, configFile), mark);
    }

    Reading(QueueSource share, PipelineOptions options, @Nullable QueueMark mark) {
      this.reader = share.createReader(options, mark);
    }

    long watermark() {
      return reader.getWatermark().getMillis();
    }

    void untilRecords(int count) throws IOException {
      Instant giveUp = Instant.now().plusSeconds(TIMEOUT_SECONDS);
      while (records.size() < count) {
        go(giveUp, count + " records");
      }
      assertThat(records).hasSize(count);
    }

    void untilRecord(String last) throws IOException {
      Instant giveUp = Instant.now().plusSeconds(TIMEOUT_SECONDS);
      while (!records.contains(last)) {
        go(giveUp, last);
      }
    }

    void untilWatermark(long number) throws IOException {
      Instant giveUp = Instant.now().plusSeconds(TIMEOUT_SECONDS);
      while (watermark() < number) {
        go(giveUp, "a watermark of " + number);
      }
      assertThat(watermark()).isEqualTo(number);
    }

    void untilBacklogIsKnown() throws IOException {
      Instant giveUp = Instant.now().plusSeconds(TIMEOUT_SECONDS);
      while (reader.getSplitBacklogBytes() != 0) {
        go(giveUp, "no backlog");
      }
    }

    private void go(Instant giveUp, String waitedFor) throws IOException {
      assertThat(Instant.now()).as("%s come, not %s", waitedFor, records).isBefore(giveUp);
      long before = watermark();
      boolean isThere = isStarted ? reader.advance() : reader.start();
      isStarted = true;
      if (isThere) {
        ByteString value = reader.getCurrent().value();
        long at = reader.getCurrentTimestamp().getMillis();
        assertThat(at).as("no record is late").isGreaterThanOrEqualTo(before);
        records.add(value.toStringUtf8() + " at " + at);
      }
      assertThat(watermark()).as("no watermark goes back").isGreaterThanOrEqualTo(before);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class TextFn extends DoFn<QueuedRecord, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element QueuedRecord record, OutputReceiver<String> texts) {
      texts.output(record.value().toStringUtf8());
    }
  }

  private static final class ReportFn extends DoFn<KV<Integer, Iterable<String>>, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<String>> texts, BoundedWindow window) {
      TreeSet<String> sorted = new TreeSet<>();
      texts.getValue().forEach(sorted::add);
      CLOSED.add(window.maxTimestamp().getMillis() + ": " + sorted);
    }
  }
}
