package org.adclicks.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.Origin;
import org.adclicks.click.Scope;
import org.adclicks.click.SourcedClick;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Cell;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.dedup.DeduplicatedClicks;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.parse.SourcedClickCoder;
import org.adclicks.transforms.rank.BoardKey;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankAds;
import org.adclicks.transforms.rank.RankedAd;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Any order, any duplicates, any lateness within what is allowed: the same answers as SQL over the
 * raw lines.
 */
class OraclePropertyTest {

  private static final List<String> COUNTRIES = List.of("US", "DE", "FR");
  private static final RankingWindow MINUTE = new RankingWindow(60_000, 60_000, 1000);
  private static final RankingWindow ONE = new RankingWindow(60_000, 10_000, 5);
  private static final RankingWindow FIVE = new RankingWindow(300_000, 60_000, 5);
  private static final Duration LATENESS = Duration.standardMinutes(10);

  /** A nightly run asks for more: {@code -Dadclicks.tries=2000}. */
  @Property(tries = 8)
  @AddLifecycleHook(MoreTries.class)
  void answersAreThoseOfTheOracle(
      @ForAll("clicks") List<Click> different,
      @ForAll @Size(max = 10) List<@IntRange(max = 1_000) Integer> sentAgain,
      @ForAll long order) {
    Random random = new Random(order);
    List<Click> clicks = new ArrayList<>(different);
    sentAgain.forEach(
        which ->
            clicks.add(random.nextInt(clicks.size() + 1), different.get(which % different.size())));
    TestPipeline pipeline = Pipelines.create();
    DeduplicatedClicks deduplicated =
        pipeline
            .apply(stream(clicks, random))
            .apply(
                DeduplicateClicks.create()
                    .withShards(1 + random.nextInt(8))
                    .withStateParts(1 << random.nextInt(9))
                    .withAllowedLateness(LATENESS));
    PCollection<KV<MinuteShard, CellPack>> packs =
        deduplicated.clicks().apply(PackCells.create().withShards(1 << random.nextInt(8)));
    Collected<CellTotals> totals =
        Pipelines.collect(
            packs
                .apply(
                    CountCells.perMinute()
                        .withAllowedLateness(LATENESS)
                        .withStateParts(1 << random.nextInt(9)))
                .totals());
    Collected<WindowLeaderboard> boards =
        Pipelines.collect(
            packs.apply(
                RankAds.over(List.of(MINUTE, ONE, FIVE))
                    .withAllowedLateness(LATENESS)
                    .withStateParts(1 << random.nextInt(13))));
    pipeline.run();

    try (Oracle oracle = Oracle.loadLines(clicks.stream().map(OraclePropertyTest::line).toList())) {
      assertThat(finalCells(totals.elements())).isEqualTo(oracleCells(oracle));
      checkBoards(finalBoards(boards.elements()), oracle);
    }
  }

  private static List<String> oracleScopes(Oracle oracle) {
    List<String> scopes = new ArrayList<>(oracle.scopes());
    scopes.add(Scope.ALL_KEY);
    return scopes;
  }

  private static void checkBoards(Map<BoardKey, Leaderboard> boards, Oracle oracle) {
    assertThat(boards).isNotEmpty();
    Set<BoardKey> expected = new HashSet<>();
    for (RankingWindow window : List.of(MINUTE, ONE, FIVE)) {
      long first = ClickScript.millis("10:00:00");
      for (long end = first; end <= first + 600_000; end += window.periodMillis()) {
        for (String scope : oracleScopes(oracle)) {
          List<AdCount> top =
              oracle.top(end - window.lengthMillis(), end, scope, window.capacity());
          BoardKey key = new BoardKey(window, Scope.ofKey(scope), end);
          if (top.isEmpty()) {
            assertThat(boards).doesNotContainKey(key);
            continue;
          }
          expected.add(key);
          assertThat(boards).containsKey(key);
          assertThat(Objects.requireNonNull(boards.get(key)).ads())
              .as("%s", key)
              .isEqualTo(top.stream().map(ad -> new RankedAd(ad.adId(), ad.clicks())).toList());
        }
      }
    }
    assertThat(boards.keySet()).isEqualTo(expected);
  }

  /** Clicks of five minutes: few ads with many clicks, many with few. A user has one country. */
  @Provide
  static Arbitrary<List<Click>> clicks() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 15).withDistribution(RandomDistribution.gaussian(4)),
            Arbitraries.integers()
                .between(0, 299_999)
                .withDistribution(RandomDistribution.uniform()),
            Arbitraries.integers().between(0, 19),
            Arbitraries.integers().between(0, 4))
        .as(
            (ad, into, user, host) ->
                new Click(
                    "ad" + ad,
                    ClickScript.millis("10:00:00") + into,
                    "u" + user,
                    "10.0.0." + host,
                    Scope.narrowest(COUNTRIES.get(user % COUNTRIES.size())),
                    null))
        .list()
        .ofMinSize(1)
        .ofMaxSize(90);
  }

  /**
   * In the given (random) order, the watermark moving at random up to the last moment at which all
   * that follows is still to be taken.
   */
  private static TestStream<SourcedClick> stream(List<Click> clicks, Random random) {
    TestStream.Builder<SourcedClick> stream = TestStream.create(SourcedClickCoder.of());
    long watermark = ClickScript.millis("09:59:00");
    for (int i = 0; i < clicks.size(); i++) {
      if (random.nextInt(6) == 0) {
        long oldest = Long.MAX_VALUE;
        for (Click rest : clicks.subList(i, clicks.size())) {
          oldest = Math.min(oldest, rest.clickTimestampMillis());
        }
        watermark =
            Math.max(
                watermark,
                Math.min(
                    watermark + random.nextInt(240_000),
                    Periods.minuteOf(oldest) + 60_000 + LATENESS.getMillis() - 1));
        stream = stream.advanceWatermarkTo(Instant.ofEpochMilli(watermark));
      }
      Click click = clicks.get(i);
      stream =
          stream.addElements(
              TimestampedValue.of(
                  new SourcedClick(click, new Origin("clicks", 0, i), click.clickTimestampMillis()),
                  Instant.ofEpochMilli(click.clickTimestampMillis())));
    }
    return stream.advanceWatermarkToInfinity();
  }

  private static String line(Click click) {
    StringBuilder dimensions = new StringBuilder();
    for (Dimension dimension : Dimension.ALL) {
      dimensions.append(
          ",\"%s\":\"%s\"".formatted(dimension.fieldName(), click.scope().requireValue(dimension)));
    }
    return "{\"ad_id\":\"%s\",\"click_timestamp\":%d,\"user_id\":\"%s\",\"ip\":\"%s\"%s}"
        .formatted(
            click.adId(), click.clickTimestampMillis(), click.userId(), click.ip(), dimensions);
  }

  private static Map<String, Long> oracleCells(Oracle oracle) {
    Map<String, Long> cells = new HashMap<>();
    for (Cell cell : oracle.cells()) {
      cells.put(cell.minuteMillis() + " " + cell.adId() + " " + cell.scope(), cell.clicks());
    }
    return cells;
  }

  /** What a store that keeps the largest version would hold. */
  private static Map<String, Long> finalCells(List<CellTotals> emissions) {
    Map<String, Long> cells = new HashMap<>();
    for (CellTotals totals : emissions) {
      for (CellTotal cell : totals.cells()) {
        cells.merge(
            totals.startMillis() + " " + cell.adId() + " " + cell.scope(),
            cell.clicks(),
            Math::max);
      }
    }
    return cells;
  }

  private static Map<BoardKey, Leaderboard> finalBoards(List<WindowLeaderboard> emissions) {
    Map<BoardKey, Leaderboard> boards = new HashMap<>();
    for (WindowLeaderboard emission : emissions) {
      Leaderboard board = emission.board();
      boards.merge(
          new BoardKey(emission.window(), board.scope(), board.windowEndMillis()),
          board,
          (a, b) -> b.totalClicks() >= a.totalClicks() ? b : a);
    }
    return boards;
  }

  /** As many tries as the system property says, if it does. */
  private static final class MoreTries implements AroundPropertyHook {

    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      Integer tries = Integer.getInteger("adclicks.tries");
      if (tries != null) {
        context.attributes().setTries(tries);
      }
      return property.execute();
    }
  }
}
