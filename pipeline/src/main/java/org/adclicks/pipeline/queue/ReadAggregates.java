package org.adclicks.pipeline.queue;

import java.util.Map;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topic of aggregates as a queue, in the time of the queue itself: numbers of control
 * records ({@link QueueHeaders}), as milliseconds since 1970, which have nothing to do with clicks.
 *
 * <p>Shape: {@code PBegin} -> {@code PCollection<QueuedRecord>}, unbounded. A control record's
 * element timestamp is its number, any other record's that of the control record or mark before it
 * in its partition. A watermark of N says that all is there that was acknowledged before the
 * control record N was appended. Marks yield nothing, nor does what was not committed.
 *
 * <p>State: offsets and numbers live in the engine's checkpoints and nowhere else, and nothing else
 * lives there: brokers and settings are those of the day. A start without a checkpoint reads the
 * topic from its beginning; reading again does no harm, since every row is absolute and versioned.
 *
 * <p>Errors: {@link IllegalStateException} for a second queue in one pipeline: the readers take
 * their settings from its options. Readers stop the job at records that were deleted unread, also
 * before a first start, at a topic made anew, at partitions that were added while they read, at
 * records spread over another number of partitions, and at records of somebody else.
 *
 * <p>Source: docs/decisions/0015, 0051.
 */
public final class ReadAggregates extends PTransform<PBegin, PCollection<QueuedRecord>> {

  private static final long serialVersionUID = 1L;

  private final transient TopicSettings settings;

  private ReadAggregates(TopicSettings settings) {
    this.settings = settings;
  }

  public static ReadAggregates fromTopic(String bootstrapServers, String topic) {
    return new ReadAggregates(new TopicSettings(bootstrapServers, topic, 0, Map.of(), null, false));
  }

  /**
   * How many readers share the topic; what a checkpoint has wins. Default: 0, as many as the engine
   * asks for.
   */
  public ReadAggregates withSlots(int slots) {
    return new ReadAggregates(settings.withSlots(slots));
  }

  /**
   * A file of the consumer's own settings, such as security ones: its path travels, and each reader
   * reads it. Default: none.
   */
  public ReadAggregates withConfigFile(@Nullable String file) {
    return new ReadAggregates(settings.withConfigFile(file));
  }

  /**
   * Whether a topic that is not the checkpoint's own is a copy of that, with the same offsets.
   * Default: no, and it is refused.
   */
  public ReadAggregates withCopiedTopic(boolean isCopied) {
    return new ReadAggregates(settings.withCopied(isCopied));
  }

  @Override
  public PCollection<QueuedRecord> expand(PBegin input) {
    QueueSourceOptions options = input.getPipeline().getOptions().as(QueueSourceOptions.class);
    Map<String, String> map = settings.toMap();
    Map<String, String> set = options.getQueueSource();
    if (set != null && !set.equals(map)) {
      throw new IllegalStateException("a pipeline reads one queue only");
    }
    options.setQueueSource(map);
    return input
        .apply("ReadRecords", Read.from(QueueSource.whole()))
        .setCoder(QueuedRecordCoder.of());
  }
}
