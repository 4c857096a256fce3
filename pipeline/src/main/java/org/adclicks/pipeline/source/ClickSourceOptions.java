package org.adclicks.pipeline.source;

import java.util.Map;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * How the source's settings reach its readers. Options are made anew at each start, while what a
 * source object holds comes back from a checkpoint as it was. {@link ReadClicksFromKafka} sets it.
 */
@Hidden
@SuppressWarnings("unused") // Beam calls the setter.
public interface ClickSourceOptions extends PipelineOptions {

  @Nullable Map<String, String> getClickSource();

  void setClickSource(@Nullable Map<String, String> settings);
}
