package org.adclicks.pipeline.sink;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.pack.ClickCursor;
import org.adclicks.transforms.pack.ClickPack;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the click index, by user and by ip, batched by partition over a whole bundle.
 *
 * <p>Shape: {@code PCollection<ClickPack>} -> {@code PCollection<PartitionBatch>}, two rows a
 * click. A click's row is its key, with what identifies it: a replay writes the same row again.
 * Batches are stamped as the earliest pack of their bundle so far: on any engine the watermark
 * behind the write waits for them.
 */
public final class BatchClicks
    extends PTransform<PCollection<ClickPack>, PCollection<PartitionBatch>> {

  private BatchClicks() {}

  public static BatchClicks byUserAndIp() {
    return new BatchClicks();
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<ClickPack> clicks) {
    return clicks.apply("Batch", ParDo.of(new BatchFn())).setCoder(PartitionBatchCoder.of());
  }

  private static final class BatchFn extends DoFn<ClickPack, PartitionBatch> {
    private transient List<PartitionBatch> ready = new ArrayList<>();
    private transient @Nullable RowBatches batches;
    private transient Instant earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;

    /** A batch holds rows of earlier packs of this bundle. */
    @Override
    @SuppressWarnings("deprecation") // The only way to say so.
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    @StartBundle
    public void start() {
      List<PartitionBatch> full = new ArrayList<>();
      ready = full;
      batches = new RowBatches(full::add);
      earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    @ProcessElement
    public void batch(
        @Element ClickPack pack,
        @Timestamp Instant timestamp,
        OutputReceiver<PartitionBatch> output) {
      RowBatches rows = open();
      ClickCursor click = pack.clicks();
      while (click.next()) {
        add(rows, click);
      }
      earliest = timestamp.isBefore(earliest) ? timestamp : earliest;
      for (PartitionBatch batch : ready) {
        output.outputWithTimestamp(batch, earliest);
      }
      ready.clear();
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      open().flush();
      for (PartitionBatch batch : ready) {
        context.output(batch, earliest, GlobalWindow.INSTANCE);
      }
      ready.clear();
    }

    private RowBatches open() {
      RowBatches current = batches;
      if (current == null) {
        throw new IllegalStateException("no bundle was started");
      }
      return current;
    }

    private static void add(RowBatches rows, ClickCursor click) {
      long time = click.clickTimestampMillis();
      long hour = Periods.hourOf(time);
      long version = Versions.of(time, 0, 0);
      ByteBuffer userId = click.userIdUtf8();
      ByteBuffer ip = click.ipUtf8();
      rows.add(
          StoreTable.CLICKS_BY_USER,
          StoreRow.of(
              version,
              Buckets.ofHash(click.userHash()),
              hour,
              bytes(userId),
              bytes(indexed(click, ip))));
      rows.add(
          StoreTable.CLICKS_BY_IP,
          StoreRow.of(
              version,
              Buckets.ofHash(click.ipHash()),
              hour,
              bytes(ip),
              bytes(indexed(click, userId))));
    }

    private static ByteBuffer indexed(ClickCursor click, ByteBuffer other) {
      long time = click.clickTimestampMillis();
      ByteBuffer adId = click.adIdUtf8();
      ByteBuffer scopeKey = click.scopeKeyUtf8();
      return click.hasClickId()
          ? IndexedClick.encode(
              time, click.identityHigh(), click.identityLow(), adId, other, scopeKey)
          : IndexedClick.encode(time, adId, other, scopeKey);
    }

    // Views of packs are kept until the bundle ends; packs never change.
    private static ByteString bytes(ByteBuffer buffer) {
      return UnsafeByteOperations.unsafeWrap(buffer);
    }
  }
}
