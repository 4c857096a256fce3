package org.adclicks.pipeline.spans;

import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** {@link SpanNews}: kind, from, to, what is kept. Deterministic. */
public final class SpanNewsCoder extends BinaryCoder<SpanNews> {

  private static final long serialVersionUID = 1L;
  private static final SpanNewsCoder INSTANCE = new SpanNewsCoder();

  /** As they travel, under the name of the stream. */
  public static final KvCoder<Long, SpanNews> KEYED = KvCoder.of(VarLongCoder.of(), INSTANCE);

  private SpanNewsCoder() {}

  static SpanNewsCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(SpanNews value, BinaryWriter out) {
    out.putVarLong(value.kind().ordinal())
        .putVarLong(value.fromMillis())
        .putVarLong(value.toMillis())
        .putString(value.keeping());
  }

  @Override
  public SpanNews read(BinaryReader in) throws CoderException {
    int kind = (int) in.getVarLong();
    SpanNews.Kind[] kinds = SpanNews.Kind.values();
    if (kind < 0 || kind >= kinds.length) {
      throw new CoderException("no kind of news has the number " + kind);
    }
    return new SpanNews(kinds[kind], in.getVarLong(), in.getVarLong(), in.getString());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
