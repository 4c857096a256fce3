package org.adclicks.transforms;

import org.adclicks.v1.RejectionReason;
import org.apache.beam.sdk.coders.CoderException;

/** {@link RejectedLine}: origin, arrival, bytes, reason (its proto number), detail. */
public final class RejectedLineCoder extends PackCoder<RejectedLine> {

  private static final long serialVersionUID = 1L;
  private static final RejectedLineCoder INSTANCE = new RejectedLineCoder();

  private RejectedLineCoder() {}

  public static RejectedLineCoder of() {
    return INSTANCE;
  }

  @Override
  void write(RejectedLine value, PackWriter out) {
    OriginFormat.write(value.line().origin(), out);
    RawLineFormat.write(value.line().line(), out.putVarLong(value.line().arrivalMillis()));
    out.putVarLong(value.rejection().reason().getNumber()).putString(value.rejection().detail());
  }

  @Override
  RejectedLine read(PackReader in) throws CoderException {
    LogLine line = new LogLine(OriginFormat.read(in), in.getVarLong(), RawLineFormat.read(in));
    RejectionReason reason = RejectionReason.forNumber(in.getVarInt());
    if (reason == null) {
      throw new CoderException("unknown rejection reason");
    }
    return new RejectedLine(line, new Rejection(reason, in.getString()));
  }
}
