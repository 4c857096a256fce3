package org.adclicks.pipeline.boards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StoreWriter;
import org.adclicks.pipeline.store.InFlight;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Writes new lists as they come. Those to be merged wait for the end of the bundle: by then what
 * was before them is written, so that a look-up finds it.
 */
final class UpsertBoardsFn extends DoFn<KV<Boolean, WindowLeaderboard>, Void> {

  private static final long serialVersionUID = 1L;

  private static final int AT_ONCE = 100;

  /** A list of a thousand ads has some 20 KB. */
  private static final int MOST_TO_MERGE = 1_000;

  private final StoreSettings store;
  private final OpenedOnce<StoreWriter> writer = new OpenedOnce<>();
  private final OpenedOnce<StoredBoards> stored = new OpenedOnce<>();

  private transient InFlight writes = new InFlight(AT_ONCE);
  private transient Map<BoardRow, WindowLeaderboard> toMerge = new LinkedHashMap<>();

  /** An engine may end a bundle again that has failed: it fails at once, and knocks nowhere. */
  private transient @Nullable RuntimeException failed;

  UpsertBoardsFn(StoreSettings store) {
    this.store = store;
  }

  @StartBundle
  public void start() {
    writes = new InFlight(AT_ONCE);
    toMerge = new LinkedHashMap<>();
    failed = null;
    stored.ifOpen().ifPresent(StoredBoards::startBundle);
  }

  @ProcessElement
  public void write(@Element KV<Boolean, WindowLeaderboard> element) throws InterruptedException {
    WindowLeaderboard board = element.getValue();
    BoardRow row = BoardRow.of(board);
    WindowLeaderboard waiting = toMerge.get(row);
    if (!element.getKey() && waiting == null) {
      write(row, board);
      return;
    }
    toMerge.put(row, waiting == null ? board : merged(board, waiting));
    if (toMerge.size() >= MOST_TO_MERGE) {
      merge();
    }
  }

  private static WindowLeaderboard merged(WindowLeaderboard later, WindowLeaderboard earlier) {
    return new WindowLeaderboard(later.window(), later.board().mergedWith(earlier.board()));
  }

  private void write(BoardRow row, WindowLeaderboard board) throws InterruptedException {
    StoreWriter to = writer.get(() -> StoreWriter.connect(store));
    writes.begin(() -> to.write(row.batch(board.board())));
  }

  @FinishBundle
  public void finish() throws InterruptedException {
    merge();
    writes.await();
  }

  private void merge() throws InterruptedException {
    if (failed != null) {
      throw failed;
    }
    if (toMerge.isEmpty()) {
      return;
    }
    try {
      mergeWaiting();
    } catch (RuntimeException e) {
      failed = e;
      throw e;
    }
  }

  private void mergeWaiting() throws InterruptedException {
    writes.await();
    StoredBoards boards = stored.get(() -> StoredBoards.connect(store));
    List<WindowLeaderboard> given = new ArrayList<>();
    List<StoredBoards.Lookup> lookups = new ArrayList<>();
    for (Map.Entry<BoardRow, WindowLeaderboard> each : toMerge.entrySet()) {
      given.add(each.getValue());
      lookups.add(boards.find(each.getKey()));
    }
    for (int i = 0; i < given.size(); i++) {
      WindowLeaderboard merged = lookups.get(i).mergedInto(given.get(i));
      write(BoardRow.of(merged), merged);
    }
    toMerge.clear();
    writes.await();
  }

  @Teardown
  public void close() {
    writer.close();
    stored.close();
  }
}
