package org.adclicks.transforms.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.adclicks.click.line.RoundEnd;
import org.adclicks.proto.store.OpenBlocks;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalLedgerTest {

  private static final long SKEW = 300_000;
  private static final long MINUTE = 1_764_238_200_000L;

  private static RoundEnd end(int reader, int readers, long round, long through, long lines) {
    return new RoundEnd(reader, readers, round, round == 1, 0, through, lines);
  }

  private static OpenBlocks.Block block(int shard, long version) {
    return new OpenBlocks.Block(MINUTE, shard, 7, version);
  }

  @Test
  void whatIsUnderWayIsNotCounted() {
    ArrivalLedger ledger = new ArrivalLedger();
    ledger.add(ArrivalNews.ofLot(5, Map.of(1L, 3L)), SKEW);
    ledger.add(ArrivalNews.ofEnd(end(0, 1, 1, 1_000, 4)), SKEW);
    ledger.add(ArrivalNews.ofPassed(Map.of(1L, 1L)), SKEW);
    ledger.add(ArrivalNews.ofDone(Map.of(5L, 1L)), SKEW);
    assertThat(ledger.say(2)).isEmpty();

    ledger.add(ArrivalNews.ofStored(Map.of(5L, 2L), block(1, 4)), SKEW);

    assertThat(ledger.say(2))
        .contains(new CountedThrough(1_000, new OpenBlocks(0, 2, List.of(block(1, 4)))));
    assertThat(ledger.say(2)).isEmpty();
  }

  @Test
  void aRoundWaitsForThoseBefore() {
    ArrivalLedger ledger = new ArrivalLedger();
    ledger.add(ArrivalNews.ofEnd(end(0, 1, 2, 2_000, 0)), SKEW);
    assertThat(ledger.say(1)).isEmpty();
    ledger.add(ArrivalNews.ofEnd(end(0, 1, 1, 1_000, 0)), SKEW);
    assertThat(ledger.say(1)).map(CountedThrough::throughMillis).contains(2_000L);
  }

  @Test
  void nobodyIsAheadOfTheSlowest() {
    ArrivalLedger ledger = new ArrivalLedger();
    ledger.add(ArrivalNews.ofEnd(end(0, 2, 1, 9_000, 0)), SKEW);
    assertThat(ledger.say(1)).isEmpty();
    ledger.add(ArrivalNews.ofEnd(end(1, 2, 1, 1_000, 0)), SKEW);
    assertThat(ledger.say(1)).map(CountedThrough::throughMillis).contains(1_000L);
  }

  @Test
  void theLatestRowOfAShardIsNamed() {
    ArrivalLedger ledger = new ArrivalLedger();
    ledger.add(ArrivalNews.ofStored(Map.of(), block(0, 2)), SKEW);
    ledger.add(ArrivalNews.ofStored(Map.of(), block(0, 1)), SKEW);
    ledger.add(ArrivalNews.ofEnd(end(0, 1, 1, 1_000, 0)), SKEW);
    assertThat(ledger.say(1).orElseThrow().blocks().blocks()).containsExactly(block(0, 2));
  }

  /** It would stand for ever otherwise, and keep every round since. */
  @Test
  void aMinuteThatIsTooLargeIsNotSpokenOfAndTheNextOneIs() {
    ArrivalLedger ledger = new ArrivalLedger();
    OpenBlocks.Block next = new OpenBlocks.Block(MINUTE + 60_000, 0, 7, 1);
    ledger.add(ArrivalNews.ofStored(Map.of(), block(0, 1)), SKEW);
    ledger.add(ArrivalNews.ofLot(5, Map.of(1L, 3L)), SKEW);
    ledger.add(ArrivalNews.ofEnd(end(0, 1, 1, 1_000, 3)), SKEW);
    ledger.add(ArrivalNews.ofStored(Map.of(5L, 1L), next), SKEW);
    ledger.add(ArrivalNews.ofTooLarge(Map.of(5L, 2L), MINUTE), SKEW);

    assertThat(ledger.say(1))
        .contains(new CountedThrough(1_000, new OpenBlocks(MINUTE + 60_000, 1, List.of(next))));
  }

  /** What a reader read before it counted rounds may be in no row. */
  @Test
  void nothingIsSaidOfMinutesThatBeganBeforeCounting() {
    ArrivalLedger ledger = new ArrivalLedger();
    ledger.add(ArrivalNews.ofStored(Map.of(), block(0, 2)), SKEW);
    ledger.add(
        ArrivalNews.ofEnd(new RoundEnd(0, 1, 77, true, MINUTE + 1, MINUTE + 2_000, 0)), SKEW);
    assertThat(ledger.say(1))
        .contains(
            new CountedThrough(
                MINUTE + 2_000, new OpenBlocks(MINUTE + SKEW + 60_000, 1, List.of())));
  }

  @Test
  void nothingIsSaidOfMinutesThatLackWhatWasDeletedUnread() {
    ArrivalLedger ledger = new ArrivalLedger();
    ledger.add(ArrivalNews.ofEnd(end(0, 1, 1, MINUTE, 0)), SKEW);
    assertThat(ledger.say(1).orElseThrow().blocks().openFromMillis()).isZero();
    ledger.add(ArrivalNews.ofEnd(new RoundEnd(0, 1, 2, false, MINUTE, MINUTE + 1_000, 0)), SKEW);
    assertThat(ledger.say(1).orElseThrow().blocks().openFromMillis()).isEqualTo(MINUTE + SKEW);
  }

  @Test
  void aReaderThatBeginsAnewIsFollowedFromThere() {
    ArrivalLedger ledger = new ArrivalLedger();
    ledger.add(ArrivalNews.ofEnd(end(0, 1, 1, 1_000, 5)), SKEW);
    assertThat(ledger.say(1)).isEmpty();
    ledger.add(ArrivalNews.ofEnd(new RoundEnd(0, 1, 50, true, 40, 2_000, 0)), SKEW);
    assertThat(ledger.say(1)).map(CountedThrough::throughMillis).contains(2_000L);
  }

  /** In any order, with books put away and taken out again, nothing is said that is not so. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverAheadOfTheTruthAndThereInTheEnd(long seed) throws Exception {
    Random random = new Random(seed);
    int readers = 1 + random.nextInt(3);
    List<ArrivalNews> news = new ArrayList<>();
    Map<Long, Set<ArrivalNews>> needed = new HashMap<>();
    Map<Integer, List<RoundEnd>> ends = new HashMap<>();
    long lot = 1;
    for (int reader = 0; reader < readers; reader++) {
      ends.put(reader, new ArrayList<>());
      for (long round = 1; round <= 6; round++) {
        long number = RoundEnd.lineRound(reader, readers, round);
        Set<ArrivalNews> of = new HashSet<>();
        int passed = random.nextInt(3);
        int lines = passed;
        if (passed > 0) {
          of.add(ArrivalNews.ofPassed(Map.of(number, (long) passed)));
        }
        for (int lots = random.nextInt(3); lots > 0; lots--) {
          int clicks = 1 + random.nextInt(5);
          lines += clicks;
          of.add(ArrivalNews.ofLot(lot, Map.of(number, (long) clicks)));
          int dropped = random.nextInt(clicks);
          if (dropped > 0) {
            of.add(ArrivalNews.ofDone(Map.of(lot, (long) dropped)));
          }
          of.add(ArrivalNews.ofStored(Map.of(lot, (long) clicks - dropped), block(0, lot)));
          lot++;
        }
        RoundEnd end = end(reader, readers, round, 1_000 * round + reader, lines);
        ends.get(reader).add(end);
        of.add(ArrivalNews.ofEnd(end));
        needed.put(number, of);
        news.addAll(of);
      }
    }
    Collections.shuffle(news, random);

    ArrivalLedger ledger = new ArrivalLedger();
    Set<ArrivalNews> told = new HashSet<>();
    long through = 0;
    for (ArrivalNews each : news) {
      ledger.add(each, SKEW);
      told.add(each);
      ledger =
          CoderUtils.decodeFromByteArray(
              ArrivalLedger.LedgerCoder.of(),
              CoderUtils.encodeToByteArray(ArrivalLedger.LedgerCoder.of(), ledger));
      Optional<CountedThrough> said = ledger.say(1);
      if (said.isPresent()) {
        through = said.get().throughMillis();
        for (List<RoundEnd> ofReader : ends.values()) {
          // Nothing had been taken after the round before that was not read in this one.
          for (RoundEnd end : ofReader) {
            boolean isSaid = end.round() == 1 || before(end, ofReader) < through;
            if (isSaid) {
              assertThat(told).containsAll(needed.get(end.lineRound()));
            }
          }
        }
      }
    }
    assertThat(through).isEqualTo(6_000);
  }

  private static long before(RoundEnd end, List<RoundEnd> ofReader) {
    return ofReader.get((int) end.round() - 2).throughMillis();
  }
}
