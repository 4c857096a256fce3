package org.adclicks.pipeline.spans;

import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** {@link SpanNews}: kind, from, to. */
final class SpanNewsCoder extends BinaryCoder<SpanNews> {

  private static final long serialVersionUID = 1L;
  private static final SpanNewsCoder INSTANCE = new SpanNewsCoder();

  /** As they travel, all under one key. */
  static final KvCoder<Integer, SpanNews> KEYED = KvCoder.of(VarIntCoder.of(), INSTANCE);

  private SpanNewsCoder() {}

  static SpanNewsCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(SpanNews value, BinaryWriter out) {
    out.putVarLong(value.kind().ordinal())
        .putVarLong(value.fromMillis())
        .putVarLong(value.toMillis());
  }

  @Override
  public SpanNews read(BinaryReader in) throws CoderException {
    int kind = (int) in.getVarLong();
    SpanNews.Kind[] kinds = SpanNews.Kind.values();
    if (kind < 0 || kind >= kinds.length) {
      throw new CoderException("no kind of news has the number " + kind);
    }
    return new SpanNews(kinds[kind], in.getVarLong(), in.getVarLong());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
