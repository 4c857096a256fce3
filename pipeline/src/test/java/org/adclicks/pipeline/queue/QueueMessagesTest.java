package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.publish.Messages;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankedAd;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.Test;

/** What is sent is what is read. */
class QueueMessagesTest {

  private static final long MINUTE = 1_600_000_020_000L;

  @Test
  void lists() throws InvalidProtocolBufferException {
    for (RankingWindow window :
        List.of(new RankingWindow(60_000, 60_000, 9), new RankingWindow(60_000, 10_000, 3))) {
      WindowLeaderboard board =
          new WindowLeaderboard(
              window,
              new Leaderboard(
                  Scope.ofKey("US"),
                  MINUTE,
                  MINUTE + 60_000,
                  window.capacity(),
                  7,
                  List.of(new RankedAd("a", 4), new RankedAd("b", 3))));
      assertThat(QueueMessages.leaderboard(QueueMessages.of(board).toByteString()))
          .isEqualTo(board);
    }
  }

  @Test
  void cells() throws InvalidProtocolBufferException {
    CellTotals totals =
        new CellTotals(
            MINUTE,
            5,
            List.of(
                new CellTotal("a", Scope.ofClickKey("US"), 4, 0),
                new CellTotal("b", Scope.ofClickKey("ZZ"), Long.MAX_VALUE, 0)));
    assertThat(QueueMessages.cells(Messages.of(totals).toByteString(), 5)).isEqualTo(totals);
  }

  @Test
  void blocks() throws InvalidProtocolBufferException {
    ClickBlock block =
        new ClickBlock(ByteString.copyFromUtf8("name"), MINUTE + 1, ByteString.copyFromUtf8("..."));
    for (int bucket : new int[] {0, 63, -1, -4096}) {
      MinuteBlock of = new MinuteBlock(ClickSide.values()[0], bucket, MINUTE, block);
      assertThat(QueueMessages.block(QueueMessages.of(of).toByteString())).isEqualTo(of);
    }
    ByteString another =
        org.adclicks.v1.ClickBlock.newBuilder().setSide("neither").build().toByteString();
    assertThatThrownBy(() -> QueueMessages.block(another))
        .isInstanceOf(InvalidProtocolBufferException.class)
        .hasMessageContaining("neither");
  }

  @Test
  void minutesAndProgress() {
    MinuteStatus status =
        new MinuteStatus(MINUTE, MinuteState.FINAL, new MinuteCounts(1, 2, 3, 4, 5, 6));
    assertThat(QueueMessages.status(QueueMessages.of(status))).isEqualTo(status);
    Progress progress = new Progress(MINUTE, MINUTE - 600_000);
    assertThat(QueueMessages.progress(QueueMessages.of(progress))).isEqualTo(progress);
  }
}
