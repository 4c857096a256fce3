package org.adclicks.transforms.arrivals;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.adclicks.click.line.RoundEnd;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.transforms.coding.RoundEndFormat;
import org.apache.beam.sdk.coders.CoderException;

/** {@link ArrivalNews}: field by field. */
public final class ArrivalNewsCoder extends BinaryCoder<ArrivalNews> {

  private static final long serialVersionUID = 1L;
  private static final ArrivalNewsCoder INSTANCE = new ArrivalNewsCoder();

  private ArrivalNewsCoder() {}

  public static ArrivalNewsCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(ArrivalNews value, BinaryWriter out) {
    out.putByte(value.end().isPresent() ? 1 : 0);
    value.end().ifPresent(end -> RoundEndFormat.write(end, out));
    LotsFormat.write(value.passed(), out);
    out.putVarLong(value.lots().size());
    value.lots().forEach((lot, rounds) -> LotsFormat.write(rounds, out.putLong(lot)));
    LotsFormat.write(value.done(), out);
    OpenBlockFormat.writeAll(value.blocks(), out);
    out.putVarLong(value.saidFromMillis());
  }

  @Override
  public ArrivalNews read(BinaryReader in) throws CoderException {
    Optional<RoundEnd> end =
        in.getByte() == 0 ? Optional.empty() : Optional.of(RoundEndFormat.read(in));
    Map<Long, Long> passed = LotsFormat.read(in);
    Map<Long, Map<Long, Long>> lots = new TreeMap<>();
    for (int rest = in.getVarInt(); rest > 0; rest--) {
      lots.put(in.getLong(), LotsFormat.read(in));
    }
    return new ArrivalNews(
        end, passed, lots, LotsFormat.read(in), OpenBlockFormat.readAll(in), in.getVarLong());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
