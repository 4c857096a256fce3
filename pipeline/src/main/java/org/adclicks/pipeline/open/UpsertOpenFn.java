package org.adclicks.pipeline.open;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.StoreWriter;
import org.adclicks.pipeline.store.InFlight;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.open.OpenShard;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of rows at the end of the bundle: by then they are all in the store. */
final class UpsertOpenFn extends BackdatingFn<OpenShard, ArrivalNews> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(UpsertOpenFn.class);

  private static final int AT_ONCE = 20;

  /** Cassandra takes half a segment of its commit log, 8 MiB if that is small. */
  static final int MOST_BYTES = 7_000_000;

  private final StoreSettings store;
  private final OpenedOnce<StoreWriter> writer = new OpenedOnce<>();

  private transient InFlight writes = new InFlight(AT_ONCE);
  private transient List<ArrivalNews> written = new ArrayList<>();

  UpsertOpenFn(StoreSettings store) {
    this.store = store;
  }

  /** What became of a bundle that failed is none of this one's. */
  @StartBundle
  public void start() {
    writes = new InFlight(AT_ONCE);
    written = new ArrayList<>();
  }

  @ProcessElement
  public void write(@Element OpenShard shard) throws InterruptedException {
    if (shard.size() > MOST_BYTES) {
      LOG.warn(
          "An open minute of {} bytes is too large for a row, and is not answered for before it is"
              + " CLOSED: more --adShards make it smaller",
          shard.size());
      written.add(shard.leftOut());
      return;
    }
    StoreWriter to = writer.get(() -> StoreWriter.connect(store));
    PartitionBatch batch = OpenRows.of(shard);
    writes.begin(() -> to.write(batch));
    written.add(shard.stored());
  }

  @FinishBundle
  public void finish(FinishBundleContext context) throws InterruptedException {
    writes.await();
    written.forEach(
        news -> context.output(news, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE));
    written = new ArrayList<>();
  }

  @Teardown
  public void close() {
    writer.close();
  }
}
