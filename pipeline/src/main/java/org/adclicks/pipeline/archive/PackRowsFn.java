package org.adclicks.pipeline.archive;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.adclicks.click.SourcedClick;
import org.adclicks.proto.store.Periods;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Packs the clicks of a bundle by their hour of arrival. */
final class PackRowsFn extends DoFn<SourcedClick, ArchivePack> {

  private static final long serialVersionUID = 1L;

  /** A pack of more bytes leaves before its bundle ends. */
  private static final int FULL_BYTES = 512 * 1024;

  private static final class OpenPack {
    private final ByteString.Output bytes = ByteString.newOutput(8 * 1024);
    private int rows;
  }

  private transient RowEncoder encoder = new RowEncoder();
  private transient @Nullable Map<Long, OpenPack> open;
  private transient @Nullable Instant newest;

  @StartBundle
  public void start() {
    encoder = new RowEncoder();
    open = new HashMap<>();
    newest = BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  @ProcessElement
  public void pack(
      @Element SourcedClick click, @Timestamp Instant timestamp, OutputReceiver<ArchivePack> output)
      throws IOException {
    Map<Long, OpenPack> packs = open;
    if (packs == null) {
      throw new IllegalStateException("a click outside a bundle");
    }
    long hour = Periods.hourOf(click.arrivalMillis());
    OpenPack pack = packs.computeIfAbsent(hour, h -> new OpenPack());
    encoder.encode(click, pack.bytes);
    pack.rows++;
    newest = newest == null || timestamp.isAfter(newest) ? timestamp : newest;
    if (pack.bytes.size() >= FULL_BYTES) {
      output.output(finished(hour, pack));
      packs.remove(hour);
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    Map<Long, OpenPack> packs = open;
    Instant timestamp = newest;
    if (packs != null && timestamp != null) {
      packs.forEach(
          (hour, pack) -> context.output(finished(hour, pack), timestamp, GlobalWindow.INSTANCE));
    }
    open = null;
  }

  private static ArchivePack finished(long hour, OpenPack pack) {
    return new ArchivePack(hour, pack.rows, pack.bytes.toByteString());
  }
}
