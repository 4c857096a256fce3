package org.adclicks.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlikeRowsTest {

  private static final long HOUR = 3_600_000;

  @Test
  void rowsThatDifferInTheAdAloneAreOneStatement() {
    List<String> written = new ArrayList<>();
    AlikeRows.of(
            new PartitionBatch(
                StoreTable.CELLS,
                List.of(
                    cell("ad-1", "US", 1, 1),
                    cell("ad-2", "DE", 1, 1),
                    cell("ad-ü", "US", 1, 1),
                    cell("ad-3", "US", 2, 2),
                    // Two panes of one cell: the store keeps the one of the greater version.
                    cell("ad-1", "US", 2, 2),
                    cell("ad-4", "US", 1, 9))))
        .forEach(
            rows ->
                written.add(
                    rows.version()
                        + " "
                        + rows.values().get(4)
                        + " "
                        + rows.values().get(5)
                        + " "
                        + ads(rows.differing())));

    assertThat(written)
        .containsExactly(
            "1 US 1 [ad-1, ad-ü]", "1 DE 1 [ad-2]", "2 US 2 [ad-3, ad-1]", "9 US 1 [ad-4]");
  }

  private static StoreRow cell(String adId, String country, long clicks, long version) {
    return StoreRow.of(version, 7, HOUR, adId, HOUR + 60_000, country, clicks);
  }

  private static List<String> ads(ByteBuffer list) {
    List<String> ads = new ArrayList<>();
    for (int left = list.getInt(); left > 0; left--) {
      byte[] bytes = new byte[list.getInt()];
      list.get(bytes);
      ads.add(new String(bytes, StandardCharsets.UTF_8));
    }
    assertThat(list.hasRemaining()).isFalse();
    return ads;
  }
}
