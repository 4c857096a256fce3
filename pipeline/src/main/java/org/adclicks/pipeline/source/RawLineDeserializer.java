package org.adclicks.pipeline.source;

import org.adclicks.transforms.RawLine;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Wraps a record's value, so that it is parsed once: for the watermark and for the pipeline. */
public final class RawLineDeserializer implements Deserializer<RawLine> {

  private static final byte[] NOTHING = new byte[0];

  @Override
  public RawLine deserialize(String topic, byte @Nullable [] value) {
    return new RawLine(value == null ? NOTHING : value);
  }
}
