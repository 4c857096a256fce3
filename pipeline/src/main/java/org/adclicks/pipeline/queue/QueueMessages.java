package org.adclicks.pipeline.queue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Arrays;
import java.util.Map;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.publish.Messages;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.transforms.arrivals.CountedThrough;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.open.OpenShard;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.v1.OpenMinute;
import org.adclicks.v1.OpenThrough;
import org.adclicks.v1.Reached;

/**
 * What travels in the queue, as messages and back.
 *
 * <p>Errors: {@link InvalidProtocolBufferException} for bytes that are no such message.
 */
final class QueueMessages {

  private QueueMessages() {}

  static org.adclicks.v1.Leaderboard of(WindowLeaderboard element) {
    return Messages.of(element.board()).toBuilder()
        .setWindowPeriodMillis(element.window().periodMillis())
        .build();
  }

  static WindowLeaderboard leaderboard(ByteString bytes) throws InvalidProtocolBufferException {
    org.adclicks.v1.Leaderboard message = org.adclicks.v1.Leaderboard.parseFrom(bytes);
    long length = message.getWindowEndMillis() - message.getWindowStartMillis();
    return new WindowLeaderboard(
        new RankingWindow(length, message.getWindowPeriodMillis(), message.getCapacity()),
        Messages.read(Scope.ofKey(message.getScope()), message));
  }

  /**
   * @param shard of the cells, which the message does not say
   */
  static CellTotals cells(ByteString bytes, int shard) throws InvalidProtocolBufferException {
    return Messages.read(org.adclicks.v1.CellTotals.parseFrom(bytes), shard);
  }

  static org.adclicks.v1.ClickBlock of(MinuteBlock block) {
    return org.adclicks.v1.ClickBlock.newBuilder()
        .setSide(block.side().cqlName())
        .setBucket(block.bucket())
        .setMinuteMillis(block.minuteMillis())
        .setName(block.block().name())
        .setEarliestMillis(block.block().earliestMillis())
        .setClicks(block.block().bytes())
        .build();
  }

  static MinuteBlock block(ByteString bytes) throws InvalidProtocolBufferException {
    org.adclicks.v1.ClickBlock message = org.adclicks.v1.ClickBlock.parseFrom(bytes);
    ClickSide side =
        Arrays.stream(ClickSide.values())
            .filter(each -> each.cqlName().equals(message.getSide()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidProtocolBufferException(
                        "clicks of side '" + message.getSide() + "'"));
    return new MinuteBlock(
        side,
        message.getBucket(),
        message.getMinuteMillis(),
        new ClickBlock(message.getName(), message.getEarliestMillis(), message.getClicks()));
  }

  static OpenMinute of(OpenShard shard) {
    OpenBlocks.Block block = shard.block();
    return OpenMinute.newBuilder()
        .setMinuteMillis(block.minuteMillis())
        .setShard(block.shard())
        .setWriter(block.writer())
        .setVersion(block.version())
        .setCells(shard.cells().bytes())
        .build();
  }

  static OpenShard open(ByteString bytes) throws InvalidProtocolBufferException {
    OpenMinute message = OpenMinute.parseFrom(bytes);
    return new OpenShard(
        new OpenBlocks.Block(
            message.getMinuteMillis(),
            message.getShard(),
            message.getWriter(),
            message.getVersion()),
        new OpenCells(message.getCells()),
        Map.of());
  }

  static OpenThrough of(CountedThrough through) {
    return OpenThrough.newBuilder()
        .setThroughMillis(through.throughMillis())
        .setRows(UnsafeByteOperations.unsafeWrap(through.blocks().toBytes()))
        .build();
  }

  static CountedThrough through(OpenThrough message) {
    return new CountedThrough(
        message.getThroughMillis(), OpenBlocks.read(message.getRows().asReadOnlyByteBuffer()));
  }

  static org.adclicks.v1.MinuteCounts of(MinuteStatus status) {
    MinuteCounts counts = status.counts();
    return org.adclicks.v1.MinuteCounts.newBuilder()
        .setMinuteMillis(status.minuteMillis())
        .setState(status.state())
        .setClicks(counts.clicks())
        .setAds(counts.ads())
        .setDuplicates(counts.duplicates())
        .setLate(counts.late())
        .setTooLate(counts.tooLate())
        .setRejected(counts.rejected())
        .build();
  }

  static MinuteStatus status(org.adclicks.v1.MinuteCounts message) {
    return new MinuteStatus(
        message.getMinuteMillis(),
        message.getState(),
        new MinuteCounts(
            message.getClicks(),
            message.getAds(),
            message.getDuplicates(),
            message.getLate(),
            message.getTooLate(),
            message.getRejected()));
  }

  static Reached of(Progress progress) {
    return Reached.newBuilder()
        .setAsOfMillis(progress.asOfMillis())
        .setFinalThroughMillis(progress.finalThroughMillis())
        .build();
  }

  static Progress progress(Reached message) {
    return new Progress(message.getAsOfMillis(), message.getFinalThroughMillis());
  }
}
