package org.adclicks.transforms.rank;

import org.adclicks.transforms.state.BackdatingFn;
import org.adclicks.transforms.state.Corrections;
import org.adclicks.transforms.state.EventTimers;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Merges the shards' shares of a leaderboard and emits it when it is due, and gathered corrections
 * after that.
 *
 * <p>A click let through late is stamped later than the end of its window, which a timer holds.
 */
final class MergeBoardsFn extends BackdatingFn<KV<BoardKey, ShardBoard>, WindowLeaderboard> {

  private static final long serialVersionUID = 1L;
  private static final String BOARD = "board";
  private static final String HELD = "held";
  private static final String FIRE = "fire";
  private static final String CORRECT = "correct";
  private static final String FINISH = "finish";

  @StateId(BOARD)
  private final StateSpec<ValueState<MergedBoard>> boardSpec =
      StateSpecs.value(MergedBoard.BoardCoder.of());

  /** See {@link Corrections}. */
  @StateId(HELD)
  private final StateSpec<ValueState<Long>> heldSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(FIRE)
  private final TimerSpec fireSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(CORRECT)
  private final TimerSpec correctSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(FINISH)
  private final TimerSpec finishSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final RankingRules rules;

  MergeBoardsFn(RankingRules rules) {
    this.rules = rules;
  }

  @ProcessElement
  public void merge(
      @Element KV<BoardKey, ShardBoard> element,
      @Timestamp Instant timestamp,
      @AlwaysFetched @StateId(BOARD) ValueState<MergedBoard> boardState,
      @StateId(HELD) ValueState<Long> held,
      @TimerId(FIRE) Timer fire,
      @TimerId(CORRECT) Timer correct,
      @TimerId(FINISH) Timer finish) {
    BoardKey key = element.getKey();
    ShardBoard part = element.getValue();
    // The stamp says how far the watermark was when a late click was let through.
    long watermark = Math.max(fire.getCurrentRelativeTime().getMillis(), timestamp.getMillis());
    long finalAt = rules.lateness().windowFinalAt(key.windowEndMillis());
    MergedBoard board = boardState.read();
    if (board == null) {
      board = new MergedBoard(key.window().capacity());
      // Holding, so that what is final has been emitted when the watermark says so.
      EventTimers.setHolding(finish, finalAt);
    }
    board.merge(part);
    boardState.write(board);
    if (part.fireAtMillis() > watermark) {
      EventTimers.setHolding(fire, part.fireAtMillis());
    } else if (board.isChanged()) {
      Corrections.gather(held, correct, watermark, finalAt);
    }
  }

  @OnTimer(FIRE)
  public void fire(
      @Key BoardKey key,
      @StateId(BOARD) ValueState<MergedBoard> boardState,
      OutputReceiver<WindowLeaderboard> out) {
    emitChanges(key, boardState, out);
  }

  @OnTimer(CORRECT)
  public void correct(
      @Key BoardKey key,
      @StateId(BOARD) ValueState<MergedBoard> boardState,
      @StateId(HELD) ValueState<Long> held,
      OutputReceiver<WindowLeaderboard> out) {
    held.clear();
    emitChanges(key, boardState, out);
  }

  @OnTimer(FINISH)
  public void finish(
      @Key BoardKey key,
      @StateId(BOARD) ValueState<MergedBoard> boardState,
      OutputReceiver<WindowLeaderboard> out) {
    emitChanges(key, boardState, out);
    boardState.clear();
  }

  private static void emitChanges(
      BoardKey key, ValueState<MergedBoard> boardState, OutputReceiver<WindowLeaderboard> out) {
    MergedBoard board = boardState.read();
    if (board == null || !board.isChanged()) {
      return;
    }
    RankingWindow window = key.window();
    long end = key.windowEndMillis();
    out.output(
        new WindowLeaderboard(
            window,
            new Leaderboard(
                key.scope(),
                end - window.lengthMillis(),
                end,
                window.capacity(),
                board.totalClicks(),
                board.takeAds())));
    boardState.write(board);
  }
}
