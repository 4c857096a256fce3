package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** {@link LogLine}: topic, partition, offset, arrival, bytes. */
public final class LogLineCoder extends PackCoder<LogLine> {

  private static final long serialVersionUID = 1L;
  private static final LogLineCoder INSTANCE = new LogLineCoder();

  private LogLineCoder() {}

  public static LogLineCoder of() {
    return INSTANCE;
  }

  @Override
  void write(LogLine value, PackWriter out) {
    OriginFormat.write(value.origin(), out);
    RawLineFormat.write(value.line(), out.putVarLong(value.arrivalMillis()));
  }

  @Override
  LogLine read(PackReader in) throws CoderException {
    return new LogLine(OriginFormat.read(in), in.getVarLong(), RawLineFormat.read(in));
  }
}
