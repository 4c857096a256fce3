package org.adclicks.transforms.open;

import org.adclicks.proto.store.OpenCells;
import org.adclicks.transforms.arrivals.LotsFormat;
import org.adclicks.transforms.arrivals.OpenBlockFormat;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link OpenShard}: row, cells, lots. */
public final class OpenShardCoder extends BinaryCoder<OpenShard> {

  private static final long serialVersionUID = 1L;
  private static final OpenShardCoder INSTANCE = new OpenShardCoder();

  private OpenShardCoder() {}

  public static OpenShardCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(OpenShard value, BinaryWriter out) {
    OpenBlockFormat.write(value.block(), out);
    out.putBytes(value.cells().bytes().toByteArray());
    LotsFormat.write(value.lots(), out);
  }

  @Override
  public OpenShard read(BinaryReader in) throws CoderException {
    return new OpenShard(
        OpenBlockFormat.read(in), OpenCells.of(in.getBytes()), LotsFormat.read(in));
  }
}
