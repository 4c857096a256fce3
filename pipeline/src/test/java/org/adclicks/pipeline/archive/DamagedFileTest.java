package org.adclicks.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.CountingInputStream;
import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.Origin;
import org.adclicks.click.Scope;
import org.adclicks.click.SentTexts;
import org.adclicks.click.SourcedClick;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.junit.jupiter.api.Test;

/** What is read of a file is what was written, or nothing. */
class DamagedFileTest {

  private static final int ROWS = 60;
  private static final String NAME = "/archive/clicks-1.parquet";

  @Test
  void everyPageHasAChecksum() throws IOException {
    byte[] file = write();
    Set<PageType> found = EnumSet.noneOf(PageType.class);
    for (ColumnChunkMetaData column : columns(file)) {
      int at = Math.toIntExact(column.getStartingPos());
      while (at < end(column)) {
        CountingInputStream in =
            new CountingInputStream(new ByteArrayInputStream(file, at, file.length - at));
        PageHeader page = Util.readPageHeader(in);
        assertThat(page.isSetCrc()).as("%s of %s", page.getType(), column.getPath()).isTrue();
        found.add(page.getType());
        at += Math.toIntExact(in.getCount()) + page.getCompressed_page_size();
      }
    }
    assertThat(found).containsExactlyInAnyOrder(PageType.DICTIONARY_PAGE, PageType.DATA_PAGE_V2);
  }

  @Test
  void noBitOfAPageMakesOtherRows() throws IOException {
    assertNoBitMakesOthers(DamagedFileTest::rows);
  }

  @Test
  void noBitOfAPageMakesOtherClicks() throws IOException {
    assertNoBitMakesOthers(DamagedFileTest::clicks);
  }

  private static void assertNoBitMakesOthers(Reading reading) throws IOException {
    byte[] file = write();
    List<?> whole = reading.of(file);
    assertThat(whole).hasSize(ROWS);
    List<String> others = new ArrayList<>();
    int refused = 0;
    for (ColumnChunkMetaData column : columns(file)) {
      for (int at = Math.toIntExact(column.getStartingPos()); at < end(column); at++) {
        for (int bit = 0; bit < Byte.SIZE; bit++) {
          file[at] = (byte) (file[at] ^ 1 << bit);
          try {
            if (!reading.of(file).equals(whole)) {
              others.add("bit %d of byte %d, of %s".formatted(bit, at, column.getPath()));
            }
          } catch (DamagedFileException e) {
            refused++;
          }
          file[at] = (byte) (file[at] ^ 1 << bit);
        }
      }
    }
    assertThat(others).isEmpty();
    // The rest is of headers: statistics, which nobody asks.
    assertThat(refused).isGreaterThan(file.length);
  }

  @Test
  void saysWhichFileAndWhatToDo() throws IOException {
    byte[] file = write();
    int end = Math.toIntExact(end(columns(file).get(0)));
    file[end - 1] ^= 1;
    assertThatThrownBy(() -> rows(file))
        .isInstanceOf(DamagedFileException.class)
        .hasNoCause()
        .hasMessageStartingWith(NAME + " is damaged")
        .hasMessageContaining("CRC")
        .hasMessageContaining("put a copy in its place");
    for (byte[] none : List.of(Arrays.copyOf(file, file.length / 2), new byte[0])) {
      assertThatThrownBy(() -> rows(none))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageStartingWith(NAME);
    }
  }

  @Test
  void isNotBlamedForWhatFailsBehindIt() throws IOException {
    IllegalStateException elsewhere = new IllegalStateException("elsewhere");
    try (ArchiveFileReader reader = ArchiveFileReader.open(NAME, channel(write()))) {
      assertThatThrownBy(
              () ->
                  reader.readRowGroup(
                      0,
                      row -> {
                        throw elsewhere;
                      }))
          .isSameAs(elsewhere);
      assertThatThrownBy(
              () ->
                  reader.readClicks(
                      0,
                      (ad, time, user, ip, scope, clickId) -> {
                        throw elsewhere;
                      }))
          .isSameAs(elsewhere);
    }
  }

  @FunctionalInterface
  private interface Reading {
    List<?> of(byte[] file) throws IOException;
  }

  private static long end(ColumnChunkMetaData column) {
    return column.getStartingPos() + column.getTotalSize();
  }

  private static List<SourcedClick> rows(byte[] file) throws IOException {
    List<SourcedClick> rows = new ArrayList<>();
    try (ArchiveFileReader reader = ArchiveFileReader.open(NAME, channel(file))) {
      for (int i = 0; i < reader.rowGroups(); i++) {
        reader.readRowGroup(i, rows::add);
      }
    }
    return rows;
  }

  private static List<String> clicks(byte[] file) throws IOException {
    List<String> clicks = new ArrayList<>();
    HexFormat hex = HexFormat.of();
    try (ArchiveFileReader reader = ArchiveFileReader.open(NAME, channel(file))) {
      for (int i = 0; i < reader.rowGroups(); i++) {
        reader.readClicks(
            i,
            (ad, time, user, ip, scope, clickId) ->
                clicks.add(
                    String.join(
                        " ",
                        hex.formatHex(ad),
                        Long.toString(time),
                        hex.formatHex(user),
                        hex.formatHex(ip),
                        hex.formatHex(scope),
                        clickId == null ? "" : hex.formatHex(clickId))));
      }
    }
    return clicks;
  }

  private static List<ColumnChunkMetaData> columns(byte[] file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(new ChannelInputFile(channel(file)), options)) {
      return reader.getRowGroups().get(0).getColumns();
    }
  }

  private static SeekableByteChannel channel(byte[] file) {
    return new SeekableInMemoryByteChannel(file);
  }

  private static byte[] write() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ParquetPackSink sink = new ParquetPackSink();
    sink.open(Channels.newChannel(out));
    RowEncoder encoder = new RowEncoder();
    ByteString.Output rows = ByteString.newOutput();
    for (int i = 0; i < ROWS; i++) {
      Click click =
          new Click(
              "ad-" + i % 7,
              1_700_000_000_000L + i * 7919L % 60_000,
              "user-" + i * 7919L % 101,
              i % 9 == 0 ? "2001:db8::" + i : "192.0.2." + i,
              Scope.ofKey(i % 5 == 0 ? "DE" : "US"),
              i % 4 == 0 ? "click-" + i : null);
      encoder.encode(
          new SourcedClick(
              click,
              new Origin("clicks", i % 4, i / 4),
              1_700_000_060_500L + i,
              i % 3 == 0 ? SentTexts.NONE.with(Dimension.COUNTRY, " de" + i % 2) : SentTexts.NONE),
          rows);
    }
    sink.write(new ArchivePack(0, ROWS, rows.toByteString()));
    sink.flush();
    return out.toByteArray();
  }
}
