package org.adclicks.query;

import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;

/** Writes open minutes as a pipeline does. */
public final class TestOpenRows {

  static final int SHARDS = 4;

  private static final OpenBlocks NONE = new OpenBlocks(0, SHARDS, List.of());

  private final CqlSession session;

  public TestOpenRows(CqlSession session) {
    this.session = session;
  }

  /** A row of each minute and shard that has some of these clicks; tells which. */
  public List<OpenBlocks.Block> write(Collection<TestClick> clicks, long writer, long version) {
    record Cell(String adId, String scopeKey) {}
    record Shard(long minuteMillis, int number) {}
    List<OpenBlocks.Block> blocks = new ArrayList<>();
    Map<Shard, Map<Cell, Long>> cells =
        clicks.stream()
            .collect(
                Collectors.groupingBy(
                    click ->
                        new Shard(Periods.minuteOf(click.millis()), NONE.shardOf(click.adId())),
                    Collectors.groupingBy(
                        click -> new Cell(click.adId(), Scope.narrowest(click.country()).key()),
                        Collectors.counting())));
    cells.forEach(
        (shard, ofShard) -> {
          OpenCells.Writer value = new OpenCells.Writer();
          ofShard.forEach((cell, count) -> value.add(cell.adId, cell.scopeKey, count));
          OpenBlocks.Block block =
              new OpenBlocks.Block(shard.minuteMillis, shard.number, writer, version);
          write(block, value.toBytes());
          blocks.add(block);
        });
    return blocks;
  }

  void write(OpenBlocks.Block block, byte[] cells) {
    session.execute(
        "INSERT INTO open_cells (minute, shard, writer, version, cells) VALUES (?, ?, ?, ?, ?)",
        Instant.ofEpochMilli(block.minuteMillis()),
        block.shard(),
        block.writer(),
        block.version(),
        ByteBuffer.wrap(cells));
  }

  /** Of rows told in this order the later one of a minute and shard holds. */
  public void tell(long countedThroughMillis, long openFromMillis, List<OpenBlocks.Block> blocks) {
    Map<List<Long>, OpenBlocks.Block> hold =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    blocks.forEach(block -> hold.put(List.of(block.minuteMillis(), (long) block.shard()), block));
    session.execute(
        "INSERT INTO open_progress (pipeline, counted_through, blocks) VALUES (?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(countedThroughMillis),
        ByteBuffer.wrap(
            new OpenBlocks(openFromMillis, SHARDS, List.copyOf(hold.values())).toBytes()));
  }
}
