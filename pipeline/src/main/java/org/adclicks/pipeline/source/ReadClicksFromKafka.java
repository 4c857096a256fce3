package org.adclicks.pipeline.source;

import java.util.Map;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.click.line.LogLine;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.adclicks.transforms.parse.LogLineCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads click log lines from a Kafka topic, one record a line, with a watermark made from the
 * clicks' own times ({@link SlotWatermark}). Partitions added to the topic are read as well.
 *
 * <p>Shape: {@code PBegin} -> {@code PCollection<LogLine>}, unbounded; an accepted click's element
 * timestamp is its click time. Records without a value (heartbeats) yield nothing, nor does what
 * was not committed.
 *
 * <p>State: offsets and watermarks live in the engine's checkpoints and nowhere else, and nothing
 * else lives there: brokers and settings are those of the day. A start without a checkpoint reads
 * the topic from its beginning: a committed offset would say "read", not "counted", and what was
 * counted but not yet written would be lost with it. Reading again does no harm, since every total
 * is absolute and versioned.
 *
 * <p>Errors: {@link IllegalStateException} for a second topic in one pipeline: the readers take
 * their settings from its options.
 *
 * <p>Source: docs/decisions/0015.
 */
public final class ReadClicksFromKafka extends PTransform<PBegin, PCollection<LogLine>> {

  private static final long serialVersionUID = 1L;

  private final transient SourceSettings settings;

  private ReadClicksFromKafka(SourceSettings settings) {
    this.settings = settings;
  }

  public static ReadClicksFromKafka fromTopic(String bootstrapServers, String topic) {
    return new ReadClicksFromKafka(
        new SourceSettings(
            new TopicSettings(bootstrapServers, topic, 0, Map.of(), null, false),
            new WatermarkRule(15_000, new AllowedSkew(300_000), 30_000),
            false));
  }

  /** How far the watermark stays behind the newest click. Default: 15 seconds. */
  public ReadClicksFromKafka withWatermarkDelay(Duration delay) {
    WatermarkRule rule = settings.rule();
    return with(new WatermarkRule(delay.getMillis(), rule.allowedSkew(), rule.idleMillis()));
  }

  /**
   * How far a click may be ahead of its arrival and still move the watermark; the same as the
   * parser's. Default: five minutes.
   */
  public ReadClicksFromKafka withAllowedSkew(Duration skew) {
    return withBelieved(
        new AllowedSkew(skew.getMillis(), settings.rule().allowedSkew().earliestMillis()));
  }

  /**
   * Clicks of before do not move the watermark; the same as the parser's. Default: the year 2000.
   */
  public ReadClicksFromKafka withEarliestClickTime(Instant earliest) {
    return withBelieved(
        new AllowedSkew(settings.rule().allowedSkew().millis(), earliest.getMillis()));
  }

  private ReadClicksFromKafka withBelieved(AllowedSkew believed) {
    WatermarkRule rule = settings.rule();
    return with(new WatermarkRule(rule.delayMillis(), believed, rule.idleMillis()));
  }

  /** After so long without a click a partition holds nobody. Default: 30 seconds. */
  public ReadClicksFromKafka withIdleTimeout(Duration timeout) {
    WatermarkRule rule = settings.rule();
    return with(new WatermarkRule(rule.delayMillis(), rule.allowedSkew(), timeout.getMillis()));
  }

  /**
   * How many readers share the topic; what a checkpoint has wins. Default: 0, as many as the engine
   * asks for.
   */
  public ReadClicksFromKafka withSlots(int slots) {
    return of(settings.topic().withSlots(slots));
  }

  /**
   * The Kafka consumer's own settings. They travel in the job's options: no secrets. Default: none.
   */
  public ReadClicksFromKafka withConsumerSettings(Map<String, String> consumer) {
    return of(settings.topic().withConsumer(consumer));
  }

  /**
   * A file of more of the consumer's own settings, such as security ones: its path travels, and
   * each reader reads it. Default: none.
   */
  public ReadClicksFromKafka withConfigFile(@Nullable String file) {
    return of(settings.topic().withConfigFile(file));
  }

  /**
   * Whether a topic that is not the checkpoint's own is a copy of that, with the same offsets.
   * Default: no, and it is refused.
   */
  public ReadClicksFromKafka withCopiedTopic(boolean isCopied) {
    return of(settings.topic().withCopied(isCopied));
  }

  /**
   * Whether lines are counted round by round, and each round's end is told as a line of its own, so
   * that they can be followed until they are counted. Default: no.
   */
  public ReadClicksFromKafka withRounds(boolean counts) {
    return new ReadClicksFromKafka(settings.withRounds(counts));
  }

  @Override
  public PCollection<LogLine> expand(PBegin input) {
    ClickSourceOptions options = input.getPipeline().getOptions().as(ClickSourceOptions.class);
    Map<String, String> map = settings.toMap();
    Map<String, String> set = options.getClickSource();
    if (set != null && !set.equals(map)) {
      throw new IllegalStateException("a pipeline reads clicks of one topic only");
    }
    options.setClickSource(map);
    return input.apply("ReadRecords", Read.from(SlotSource.whole())).setCoder(LogLineCoder.of());
  }

  private ReadClicksFromKafka of(TopicSettings topic) {
    return new ReadClicksFromKafka(settings.withTopic(topic));
  }

  private ReadClicksFromKafka with(WatermarkRule rule) {
    return new ReadClicksFromKafka(settings.withRule(rule));
  }
}
