package org.adclicks.transforms.parse;

import org.adclicks.click.Rejection;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.RejectedLine;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.v1.RejectionReason;
import org.apache.beam.sdk.coders.CoderException;

/** {@link RejectedLine}: origin, arrival, bytes, reason (its proto number), detail. */
public final class RejectedLineCoder extends BinaryCoder<RejectedLine> {

  private static final long serialVersionUID = 1L;
  private static final RejectedLineCoder INSTANCE = new RejectedLineCoder();

  private RejectedLineCoder() {}

  public static RejectedLineCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(RejectedLine value, BinaryWriter out) {
    OriginFormat.write(value.line().origin(), out);
    RawLineFormat.write(value.line().line(), out.putVarLong(value.line().arrivalMillis()));
    out.putVarLong(value.rejection().reason().getNumber()).putString(value.rejection().detail());
  }

  @Override
  public RejectedLine read(BinaryReader in) throws CoderException {
    LogLine line = new LogLine(OriginFormat.read(in), in.getVarLong(), RawLineFormat.read(in));
    RejectionReason reason = RejectionReason.forNumber(in.getVarInt());
    if (reason == null) {
      throw new CoderException("unknown rejection reason");
    }
    return new RejectedLine(line, new Rejection(reason, in.getString()));
  }
}
