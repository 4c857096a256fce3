package org.adclicks.transforms.parse;

import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.UnreadSpan;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link LogLine}: topic, partition, offset, arrival, bytes, what is unread before it. */
public final class LogLineCoder extends BinaryCoder<LogLine> {

  private static final long serialVersionUID = 1L;
  private static final LogLineCoder INSTANCE = new LogLineCoder();

  private LogLineCoder() {}

  public static LogLineCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(LogLine value, BinaryWriter out) {
    OriginFormat.write(value.origin(), out);
    RawLineFormat.write(value.line(), out.putVarLong(value.arrivalMillis()));
    UnreadSpan unread = value.unread();
    out.putByte(unread == null ? 0 : 1);
    if (unread != null) {
      out.putVarLong(unread.fromMillis()).putVarLong(unread.toMillis());
    }
  }

  @Override
  public LogLine read(BinaryReader in) throws CoderException {
    return new LogLine(
        OriginFormat.read(in),
        in.getVarLong(),
        RawLineFormat.read(in),
        in.getByte() == 0 ? null : new UnreadSpan(in.getVarLong(), in.getVarLong()));
  }
}
