package org.adclicks.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.graph.ClickPipeline;
import org.adclicks.pipeline.graph.StorePipeline;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.apache.beam.sdk.Pipeline;

/** The jobs there are, by their graphs. */
enum JobKind {
  /** Clicks to the archive, and aggregates to the store or the queue. */
  STREAM {
    @Override
    StreamConfig parse(StreamOptions options) throws InvalidOptionsException {
      return StreamConfigParser.parse(options);
    }

    @Override
    void build(Pipeline pipeline, StreamConfig config) {
      ClickPipeline.build(pipeline, config);
    }
  },
  /** Aggregates from the queue to the store. */
  STORE {
    @Override
    StreamConfig parse(StreamOptions options) throws InvalidOptionsException {
      return StreamConfigParser.parseForQueue(options);
    }

    @Override
    void build(Pipeline pipeline, StreamConfig config) {
      StorePipeline.build(pipeline, config);
    }
  };

  /**
   * The one that options name.
   *
   * @throws InvalidOptionsException for one there is not
   */
  static JobKind of(Map<String, String> options) throws InvalidOptionsException {
    String name = options.getOrDefault(StreamArguments.JOB, STREAM.optionValue());
    return Arrays.stream(values())
        .filter(kind -> kind.optionValue().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidOptionsException(
                    List.of("--job must be stream or store, not '" + name + "'")));
  }

  String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract StreamConfig parse(StreamOptions options) throws InvalidOptionsException;

  abstract void build(Pipeline pipeline, StreamConfig config);
}
