package org.adclicks.pipeline.queue;

import java.util.Map;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * How the queue's settings reach its readers. Options are made anew at each start, while what a
 * source object holds comes back from a checkpoint as it was. {@link ReadAggregates} sets it.
 */
@Hidden
@SuppressWarnings("unused") // Beam calls the setter.
public interface QueueSourceOptions extends PipelineOptions {

  @Nullable Map<String, String> getQueueSource();

  void setQueueSource(@Nullable Map<String, String> settings);
}
