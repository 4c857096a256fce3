package org.adclicks.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.adclicks.click.Scope;
import org.adclicks.click.Utf8Order;
import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.dedup.IdentitySet;
import org.adclicks.transforms.rank.MergedBoard;
import org.adclicks.transforms.rank.RankedAd;
import org.adclicks.transforms.rank.ShardBoard;
import org.junit.jupiter.api.Test;

/** The tables made for little memory do what the JDK's do. */
class TablesPropertyTest {

  private static final List<String> SCOPES = List.of("US", "DE", "FR");

  @Property
  void identitySetIsASet(
      @ForAll @Size(max = 300) List<@LongRange(min = -3, max = 40) Long> highs,
      @ForAll @LongRange(min = 0, max = 3) long low) {
    IdentitySet set = new IdentitySet();
    Set<Long> expected = new HashSet<>();
    for (long high : highs) {
      assertThat(set.add(high, low)).isEqualTo(expected.add(high));
    }
    assertThat(set.size()).isEqualTo(expected.size());
  }

  @Property
  void adCountsIsAMapOfSums(
      @ForAll @Size(max = 300) List<@IntRange(max = 60) Integer> ads,
      @ForAll @IntRange(min = 1, max = 3) int scopes) {
    CellCounts counts = new CellCounts();
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < ads.size(); i++) {
      String ad = "ad" + ads.get(i);
      Scope scope = Scope.narrowest(SCOPES.get(i % scopes));
      long total = expected.merge(ad + scope, (long) i, Long::sum);
      assertThat(counts.add(ad, scope, i)).isEqualTo(total);
    }
    assertThat(counts.size()).isEqualTo(expected.size());
    counts.forEach((ad, scope, clicks) -> assertThat(expected).containsEntry(ad + scope, clicks));
  }

  @Test
  void copyingIntoASmallerTableLooksAtFewPlaces() {
    CellCounts big = new CellCounts();
    for (int ad = 0; ad < 150_000; ad++) {
      big.add("ad-" + ad, Scope.narrowest("US"), 1);
    }
    CellCounts copy = new CellCounts();
    copy.add("another", Scope.narrowest("US"), 1);
    copy.addAll(big);
    CellCounts cellByCell = new CellCounts();
    big.forEach(cellByCell::add);
    assertThat(copy.size()).isEqualTo(150_001);
    assertThat(copy.probes()).isLessThan(10L * big.size());
    assertThat(cellByCell.probes()).isLessThan(10L * big.size());
  }

  @Property
  void mergedBoardIsTheTopOfEverything(
      @ForAll @Size(max = 200) List<@IntRange(max = 30) Integer> clicks,
      @ForAll @IntRange(min = 1, max = 8) int capacity) {
    MergedBoard board = new MergedBoard(capacity);
    Map<String, Long> totals = new HashMap<>();
    for (int ad : clicks) {
      long total = totals.merge("ad" + ad, 1L, Long::sum);
      board.merge(new ShardBoard(ad % 3, 0, 0, List.of(new RankedAd("ad" + ad, total))));
    }
    List<RankedAd> expected = new ArrayList<>();
    totals.forEach((ad, total) -> expected.add(new RankedAd(ad, total)));
    expected.sort(RankedAd.RANKING);
    assertThat(board.takeAds()).isEqualTo(expected.subList(0, Math.min(capacity, expected.size())));
  }

  @Property
  void utf8OrderIsTheOrderOfBytes(@ForAll String a, @ForAll String b) {
    byte[] bytesA = a.getBytes(StandardCharsets.UTF_8);
    byte[] bytesB = b.getBytes(StandardCharsets.UTF_8);
    // Half a surrogate pair has no UTF-8 and never passes the parser.
    if (new String(bytesA, StandardCharsets.UTF_8).equals(a)
        && new String(bytesB, StandardCharsets.UTF_8).equals(b)) {
      assertThat(Integer.signum(Utf8Order.INSTANCE.compare(a, b)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(bytesA, bytesB)));
    }
  }
}
