package org.adclicks.pipeline.boards;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/** Looks up all lists of a bundle at once, and hands them on merged when it ends. */
final class KeepListedFn extends DoFn<WindowLeaderboard, WindowLeaderboard> {

  private static final long serialVersionUID = 1L;

  /** Two workers' clocks may differ by that. */
  private static final long MARGIN_MILLIS = 60_000;

  private final StoreSettings store;
  private final long aheadMillis;
  private final OpenedOnce<StoredBoards> boards = new OpenedOnce<>();

  private transient long begunMillis;
  private transient List<Looked> bundle = new ArrayList<>();

  KeepListedFn(StoreSettings store, long aheadMillis) {
    this.store = store;
    this.aheadMillis = aheadMillis;
  }

  private record Looked(
      WindowLeaderboard element,
      StoredBoards.Lookup stored,
      Instant timestamp,
      BoundedWindow window) {}

  @Setup
  public void begin() {
    begunMillis = System.currentTimeMillis();
  }

  @StartBundle
  public void start() {
    bundle = new ArrayList<>();
    boards.ifOpen().ifPresent(StoredBoards::startBundle);
  }

  @ProcessElement
  public void look(
      @Element WindowLeaderboard element,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      OutputReceiver<WindowLeaderboard> out)
      throws InterruptedException {
    if (element.board().windowStartMillis() > begunMillis + aheadMillis + MARGIN_MILLIS) {
      out.output(element);
    } else {
      StoredBoards stored = boards.get(() -> StoredBoards.connect(store));
      bundle.add(new Looked(element, stored.find(BoardRow.of(element)), timestamp, window));
    }
  }

  @FinishBundle
  public void merge(FinishBundleContext context) {
    for (Looked each : bundle) {
      context.output(each.stored().mergedInto(each.element()), each.timestamp(), each.window());
    }
    bundle = new ArrayList<>();
  }

  @Teardown
  public void close() {
    boards.close();
  }
}
