package org.adclicks.pipeline.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The share of one reader in the queue: every partition whose number leaves {@code slot} when
 * divided by {@code slots}. It holds these two numbers and nothing else, since it is part of every
 * checkpoint: all the rest a reader takes from the options of the day.
 */
final class QueueSource extends UnboundedSource<QueuedRecord, QueueMark> {

  private static final long serialVersionUID = 1L;

  private final int slot;
  private final int slots;

  private QueueSource(int slot, int slots) {
    this.slot = slot;
    this.slots = slots;
  }

  /** The whole queue, as one share. */
  static QueueSource whole() {
    return new QueueSource(0, 1);
  }

  @Override
  public List<QueueSource> split(int desired, PipelineOptions options) {
    int wanted = settings(options).slots();
    int count = wanted > 0 ? wanted : Math.max(1, desired);
    List<QueueSource> shares = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      shares.add(new QueueSource(i, count));
    }
    return shares;
  }

  @Override
  public QueueReader createReader(PipelineOptions options, @Nullable QueueMark mark) {
    return new QueueReader(this, this::has, settings(options), mark);
  }

  /** Whether the partition is in this share. */
  boolean has(int partition) {
    return partition % slots == slot;
  }

  @Override
  public Coder<QueueMark> getCheckpointMarkCoder() {
    return QueueMarkCoder.of();
  }

  @Override
  public Coder<QueuedRecord> getOutputCoder() {
    return QueuedRecordCoder.of();
  }

  @Override
  public String toString() {
    return "share " + slot + " of " + slots;
  }

  private static TopicSettings settings(PipelineOptions options) {
    Map<String, String> settings = options.as(QueueSourceOptions.class).getQueueSource();
    if (settings == null) {
      throw new IllegalStateException("the options do not say where the queue is read from");
    }
    return TopicSettings.of(settings);
  }
}
