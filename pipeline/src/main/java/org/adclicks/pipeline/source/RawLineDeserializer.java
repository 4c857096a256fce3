package org.adclicks.pipeline.source;

import org.adclicks.click.line.RawLine;
import org.adclicks.pipeline.kafka.DecimalHeader;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Wraps a record's value, so that it is parsed once: for the watermark and for the pipeline. */
public final class RawLineDeserializer implements Deserializer<RawLine> {

  /** Header of a line sent only in part: the bytes of the whole, as decimal ASCII. */
  public static final String LINE_LENGTH_HEADER = "adclicks-line-length";

  private static final byte[] NOTHING = new byte[0];

  @Override
  public RawLine deserialize(String topic, byte @Nullable [] value) {
    return new RawLine(value == null ? NOTHING : value);
  }

  @Override
  public RawLine deserialize(String topic, Headers headers, byte @Nullable [] value) {
    byte[] bytes = value == null ? NOTHING : value;
    return new RawLine(bytes, DecimalHeader.read(headers, LINE_LENGTH_HEADER).orElse(bytes.length));
  }
}
