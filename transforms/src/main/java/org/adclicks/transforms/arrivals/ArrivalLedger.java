package org.adclicks.transforms.arrivals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.adclicks.click.line.RoundEnd;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.transforms.coding.RoundEndFormat;
import org.apache.beam.sdk.coders.CoderException;

/**
 * The books of what has arrived: a round is done when as many of its lines as its reader handed
 * over are passed over or in lots of which every click is done. All that the queue had taken by the
 * end of a round is counted once it and all rounds of that reader before it are done.
 *
 * <p>It cannot be ahead of the truth: what is not told of is missing in some sum. Whatever is lost
 * makes it stand still.
 *
 * <p>Mutable. State: what is under way, and the row of each minute and shard of ads that is kept.
 */
public final class ArrivalLedger {

  private static final class Round {
    /** Below 0 as long as the round has not ended. */
    private long lines = -1;

    private long dealtWith;
  }

  private static final class Lot {
    private Map<Long, Long> clicksByRound = Map.of();
    private long clicks = -1;
    private long done;
  }

  private record Place(long minuteMillis, int shard) {}

  private int readers;
  private final NavigableMap<Integer, Long> nextRounds = new TreeMap<>();
  private final NavigableMap<Integer, Long> throughs = new TreeMap<>();

  /** By the round's number among those of all readers; ends wait for their turn. */
  private final NavigableMap<Long, RoundEnd> ends = new TreeMap<>();

  private final Map<Long, Round> rounds = new TreeMap<>();
  private final Map<Long, Lot> lots = new TreeMap<>();
  private final Map<Place, OpenBlocks.Block> blocks = new HashMap<>();

  /** Minutes of before may have clicks that no block has. */
  private long openFromMillis;

  private long saidMillis;

  /**
   * Books some news.
   *
   * @param skewMillis how far ahead of its arrival a click may be dated
   */
  public void add(ArrivalNews news, long skewMillis) {
    // First, so that what is done by it is not said before.
    forgetBefore(news.saidFromMillis());
    news.end().ifPresent(end -> endRound(end, skewMillis));
    news.passed().forEach(this::dealtWith);
    news.lots().forEach(this::addLot);
    news.done().forEach(this::done);
    news.blocks()
        .forEach(
            block ->
                blocks.merge(
                    new Place(block.minuteMillis(), block.shard()), block, ArrivalLedger::later));
  }

  private static OpenBlocks.Block later(OpenBlocks.Block known, OpenBlocks.Block told) {
    return told.version() >= known.version() ? told : known;
  }

  private void endRound(RoundEnd end, long skewMillis) {
    readers = end.readers();
    ends.put(end.lineRound(), end);
    if (end.isFirst()) {
      // Of what this reader has read before nothing is known, nor will be.
      nextRounds.put(end.reader(), end.round());
      throughs.remove(end.reader());
      rounds.keySet().removeIf(round -> isOf(end, round) && round < end.lineRound());
      ends.keySet().removeIf(round -> isOf(end, round) && round < end.lineRound());
    }
    if (end.unknownMillis() > 0) {
      forgetBefore(Periods.ceilToMinute(end.unknownMillis() + skewMillis));
    }
    round(end.lineRound()).lines = end.lines();
    finishRounds(end.reader());
  }

  private static boolean isOf(RoundEnd end, long lineRound) {
    return lineRound % end.readers() == end.reader();
  }

  private Round round(long number) {
    return rounds.computeIfAbsent(number, n -> new Round());
  }

  private void dealtWith(long number, long lines) {
    if (number == 0) {
      return;
    }
    round(number).dealtWith += lines;
    if (readers > 0) {
      finishRounds((int) (number % readers));
    }
  }

  private void addLot(long number, Map<Long, Long> clicksByRound) {
    Lot lot = lots.computeIfAbsent(number, n -> new Lot());
    lot.clicksByRound = clicksByRound;
    lot.clicks = clicksByRound.values().stream().mapToLong(Long::longValue).sum();
    finish(number, lot);
  }

  private void done(long number, long clicks) {
    Lot lot = lots.computeIfAbsent(number, n -> new Lot());
    lot.done += clicks;
    finish(number, lot);
  }

  private void finish(long number, Lot lot) {
    if (lot.done == lot.clicks) {
      lots.remove(number);
      lot.clicksByRound.forEach(this::dealtWith);
    }
  }

  private void finishRounds(int reader) {
    Long next = nextRounds.get(reader);
    while (next != null) {
      long number = RoundEnd.lineRound(reader, readers, next);
      RoundEnd end = ends.get(number);
      Round round = rounds.get(number);
      if (end == null || round == null || round.lines != round.dealtWith) {
        return;
      }
      throughs.put(reader, end.throughMillis());
      ends.remove(number);
      rounds.remove(number);
      next++;
      nextRounds.put(reader, next);
    }
  }

  /** Blocks of minutes before are not named any more. */
  public void forgetBefore(long minuteMillis) {
    if (minuteMillis > openFromMillis) {
      openFromMillis = minuteMillis;
      blocks.keySet().removeIf(place -> place.minuteMillis() < minuteMillis);
    }
  }

  /**
   * How far all that has arrived is counted, if that is not what was said before.
   *
   * @param shards of ads
   */
  public Optional<CountedThrough> say(int shards) {
    if (readers == 0 || throughs.size() < readers) {
      return Optional.empty();
    }
    long through = throughs.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    if (through == saidMillis) {
      return Optional.empty();
    }
    saidMillis = through;
    List<OpenBlocks.Block> named = new ArrayList<>();
    blocks.values().stream()
        .filter(block -> block.minuteMillis() >= openFromMillis)
        .sorted(
            Comparator.comparingLong(OpenBlocks.Block::minuteMillis)
                .thenComparingInt(OpenBlocks.Block::shard))
        .forEach(named::add);
    return Optional.of(new CountedThrough(through, new OpenBlocks(openFromMillis, shards, named)));
  }

  /** {@link ArrivalLedger}: all of it, number by number. */
  public static final class LedgerCoder extends BinaryCoder<ArrivalLedger> {

    private static final long serialVersionUID = 1L;
    private static final LedgerCoder INSTANCE = new LedgerCoder();

    public static LedgerCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(ArrivalLedger value, BinaryWriter out) {
      out.putVarLong(value.readers).putVarLong(value.openFromMillis).putVarLong(value.saidMillis);
      writeByReader(value.nextRounds, out);
      writeByReader(value.throughs, out);
      out.putVarLong(value.ends.size());
      value.ends.values().forEach(end -> RoundEndFormat.write(end, out));
      out.putVarLong(value.rounds.size());
      value.rounds.forEach(
          (number, round) ->
              out.putLong(number).putVarLong(round.lines + 1).putVarLong(round.dealtWith));
      out.putVarLong(value.lots.size());
      value.lots.forEach(
          (number, lot) -> {
            out.putLong(number).putVarLong(lot.clicks + 1).putVarLong(lot.done);
            LotsFormat.write(lot.clicksByRound, out);
          });
      Collection<OpenBlocks.Block> blocks = value.blocks.values();
      OpenBlockFormat.writeAll(blocks, out);
    }

    @Override
    public ArrivalLedger read(BinaryReader in) throws CoderException {
      ArrivalLedger ledger = new ArrivalLedger();
      ledger.readers = in.getVarInt();
      ledger.openFromMillis = in.getVarLong();
      ledger.saidMillis = in.getVarLong();
      readByReader(in, ledger.nextRounds);
      readByReader(in, ledger.throughs);
      for (int rest = in.getVarInt(); rest > 0; rest--) {
        RoundEnd end = RoundEndFormat.read(in);
        ledger.ends.put(end.lineRound(), end);
      }
      for (int rest = in.getVarInt(); rest > 0; rest--) {
        Round round = ledger.round(in.getLong());
        round.lines = in.getVarLong() - 1;
        round.dealtWith = in.getVarLong();
      }
      for (int rest = in.getVarInt(); rest > 0; rest--) {
        Lot lot = new Lot();
        ledger.lots.put(in.getLong(), lot);
        lot.clicks = in.getVarLong() - 1;
        lot.done = in.getVarLong();
        lot.clicksByRound = LotsFormat.read(in);
      }
      OpenBlockFormat.readAll(in)
          .forEach(
              block -> ledger.blocks.put(new Place(block.minuteMillis(), block.shard()), block));
      return ledger;
    }

    private static void writeByReader(Map<Integer, Long> numbers, BinaryWriter out) {
      out.putVarLong(numbers.size());
      numbers.forEach((reader, number) -> out.putVarLong(reader).putVarLong(number));
    }

    private static void readByReader(BinaryReader in, Map<Integer, Long> numbers)
        throws CoderException {
      for (int rest = in.getVarInt(); rest > 0; rest--) {
        numbers.put(in.getVarInt(), in.getVarLong());
      }
    }
  }
}
