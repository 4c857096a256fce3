package org.adclicks.transforms.parse;

import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.RoundEnd;
import org.adclicks.click.line.UnreadSpan;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.transforms.coding.RoundEndFormat;
import org.apache.beam.sdk.coders.CoderException;

/** {@link LogLine}: topic, partition, offset, arrival, bytes, round, what is told before it. */
public final class LogLineCoder extends BinaryCoder<LogLine> {

  private static final long serialVersionUID = 1L;
  private static final LogLineCoder INSTANCE = new LogLineCoder();

  private static final int NOTHING = 0;
  private static final int UNREAD = 1;
  private static final int ROUND_END = 2;

  private LogLineCoder() {}

  public static LogLineCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(LogLine value, BinaryWriter out) {
    OriginFormat.write(value.origin(), out);
    RawLineFormat.write(value.line(), out.putVarLong(value.arrivalMillis()));
    out.putVarLong(value.round());
    UnreadSpan unread = value.unread();
    RoundEnd end = value.roundEnd();
    if (unread != null) {
      out.putByte(UNREAD).putVarLong(unread.fromMillis()).putVarLong(unread.toMillis());
    } else if (end != null) {
      out.putByte(ROUND_END);
      RoundEndFormat.write(end, out);
    } else {
      out.putByte(NOTHING);
    }
  }

  @Override
  public LogLine read(BinaryReader in) throws CoderException {
    LogLine line = new LogLine(OriginFormat.read(in), in.getVarLong(), RawLineFormat.read(in));
    long round = in.getVarLong();
    return switch (in.getByte()) {
      case NOTHING -> line.inRound(round);
      case UNREAD ->
          LogLine.ofUnread(
              line.origin(),
              line.arrivalMillis(),
              new UnreadSpan(in.getVarLong(), in.getVarLong()));
      case ROUND_END -> LogLine.ofRoundEnd(line.origin(), RoundEndFormat.read(in));
      default -> throw new CoderException("a line with something unknown before it");
    };
  }
}
