package org.adclicks.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.Click;
import org.adclicks.click.Origin;
import org.adclicks.click.Scope;
import org.adclicks.click.SourcedClick;
import org.junit.jupiter.api.Test;

class SortedRowsTest {

  @Test
  void rowsComeByAdAndThenByTime() throws IOException {
    SortedRows rows = new SortedRows();
    rows.add(
        pack(
            click("ad-12345678", 1),
            click("b", 5),
            click("ad-12345", 3),
            click("ad-12345677", 9),
            click("ä", 1),
            click("b", 4),
            click("ad-123456", 2)),
        0);

    assertThat(taken(rows))
        .containsExactly(
            "ad-12345 3", "ad-123456 2", "ad-12345677 9", "ad-12345678 1", "b 4", "b 5", "ä 1");
    assertThat(rows.size()).isZero();
  }

  @Test
  void aPackIsTakenUpToAFullRowGroup() throws IOException {
    ByteString thousand =
        pack(java.util.Collections.nCopies(1000, click("ad", 1)).toArray(SourcedClick[]::new));
    SortedRows rows = new SortedRows();
    int taken = thousand.size();
    while (taken == thousand.size()) {
      taken = rows.add(thousand, 0);
    }

    assertThat(rows.isFull()).isTrue();
    assertThat(rows.size()).isEqualTo(SortedRows.MAX_ROWS);
    rows.take(row -> {});
    assertThat(rows.add(thousand, taken)).isEqualTo(thousand.size());
    assertThat(rows.size()).isEqualTo(1000 - SortedRows.MAX_ROWS % 1000);
  }

  @Test
  void longIdsEndARowGroupBeforeMemoryDoes() throws IOException {
    ByteString pack = pack(click("a".repeat(256), 1));
    SortedRows rows = new SortedRows();
    while (!rows.isFull()) {
      rows.add(pack, 0);
    }

    assertThat(rows.size()).isLessThan(SortedRows.MAX_ROWS);
  }

  @Test
  void aPackThatEndsWithinARowIsAnError() throws IOException {
    ByteString pack = pack(click("ad", 1));

    assertThatThrownBy(() -> new SortedRows().add(pack.substring(0, pack.size() - 3), 0))
        .isInstanceOf(EOFException.class);
  }

  private static SourcedClick click(String ad, long timestamp) {
    return new SourcedClick(
        new Click(ad, timestamp, "user", "192.0.2.1", Scope.narrowest("DE"), null),
        new Origin("clicks", 0, 7),
        8);
  }

  private static ByteString pack(SourcedClick... clicks) throws IOException {
    RowEncoder encoder = new RowEncoder();
    ByteString.Output out = ByteString.newOutput();
    for (SourcedClick click : clicks) {
      encoder.encode(click, out);
    }
    return out.toByteString();
  }

  private static List<String> taken(SortedRows rows) throws IOException {
    List<String> taken = new ArrayList<>();
    rows.take(row -> taken.add(row.adId().toStringUsingUTF8() + " " + row.clickTimestampMillis()));
    return taken;
  }
}
