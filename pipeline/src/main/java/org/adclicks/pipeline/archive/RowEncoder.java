package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.io.OutputStream;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.IpAddresses;
import org.adclicks.click.Origin;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.coding.BinaryWriter;

/**
 * Writes clicks as the rows of a pack, each column's bytes as the file will hold them: the sink
 * then makes no string of them. {@link RowCursor} reads them.
 *
 * <p>Mutable, not thread-safe.
 */
final class RowEncoder {

  private final BinaryWriter row = new BinaryWriter();

  /** Writes one row. */
  void encode(SourcedClick sourced, OutputStream out) throws IOException {
    Click click = sourced.click();
    Origin origin = sourced.origin();
    String clickId = click.clickId();
    row.clear()
        .putString(click.adId())
        .putVarLong(click.clickTimestampMillis())
        .putString(click.userId())
        .putBytes(IpAddresses.toBytes(click.ip()));
    for (Dimension dimension : Dimension.ALL) {
      row.putString(click.scope().requireValue(dimension));
      // It may be empty: so a byte before it says whether there is one.
      String sent = sourced.sent().of(dimension);
      row.putByte(sent == null ? 0 : 1);
      if (sent != null) {
        row.putString(sent);
      }
    }
    // An id is never empty, so none is.
    row.putString(clickId == null ? "" : clickId)
        .putString(origin.topic())
        .putVarLong(origin.partition())
        .putVarLong(origin.offset())
        .putVarLong(sourced.arrivalMillis())
        .writeValuesTo(out);
  }
}
