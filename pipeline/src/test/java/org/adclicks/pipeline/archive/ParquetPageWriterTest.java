package org.adclicks.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.adclicks.click.Click;
import org.adclicks.click.Origin;
import org.adclicks.click.Scope;
import org.adclicks.click.SourcedClick;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.values.bloomfilter.BloomFilterWriteStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds what the archive takes for granted of {@link ColumnChunkPageWriteStore}, which Parquet
 * keeps for itself: its form, and what it makes of the same rows. If a new version fails here, look
 * at what it does now, and at files of it with another reader, before the new values go in here.
 */
class ParquetPageWriterTest {

  private static final int ROWS = 20_000;

  @TempDir private Path folder;

  @Test
  void hasTheFormItHadInThisVersion() {
    assertThat(PageWriteStore.class).isAssignableFrom(ColumnChunkPageWriteStore.class);
    assertThat(BloomFilterWriteStore.class).isAssignableFrom(ColumnChunkPageWriteStore.class);
    assertThat(publicMembers())
        .containsExactlyInAnyOrder(
            "(BytesCompressor, MessageType, ByteBufferAllocator, int)",
            "(BytesCompressor, MessageType, ByteBufferAllocator, int, boolean)",
            "(BytesCompressor, MessageType, ByteBufferAllocator, int, boolean, InternalFileEncryptor, int)",
            "(BytesInputCompressor, MessageType, ByteBufferAllocator, int)",
            "(BytesInputCompressor, MessageType, ByteBufferAllocator, int, boolean)",
            "(BytesInputCompressor, MessageType, ByteBufferAllocator, int, boolean, InternalFileEncryptor, int)",
            "close()",
            "flushToFileWriter(ParquetFileWriter)",
            "getBloomFilterWriter(ColumnDescriptor)",
            "getPageWriter(ColumnDescriptor)");
  }

  @Test
  void writesTheSamePagesAsInThisVersion() throws IOException {
    byte[] file = write();
    BlockMetaData rowGroup = footer(file);

    // All of it but the footer, which names Parquet's version.
    long end = rowGroup.getColumns().stream().mapToLong(ParquetPageWriterTest::end).max().orElse(0);
    assertThat(end).isPositive().isLessThan(file.length);
    assertThat(Hashing.sha256().hashBytes(file, 0, Math.toIntExact(end)).toString())
        .as("the pages of %d rows in %d bytes", ROWS, end)
        .isEqualTo("b3b804c6e41c833761e748fc7bd5c62061aa448f9bd61ae54c8fb5583414e9e4");
  }

  @Test
  void leavesNothingOutOfTheFooter() throws IOException {
    BlockMetaData rowGroup = footer(write());

    assertThat(rowGroup.getRowCount()).isEqualTo(ROWS);
    SetMultimap<String, String> encodings = HashMultimap.create();
    for (ColumnChunkMetaData column : rowGroup.getColumns()) {
      String name = column.getPath().toDotString();
      assertThat(column.getValueCount()).as(name).isEqualTo(ROWS);
      assertThat(column.getColumnIndexReference()).as(name).isNotNull();
      assertThat(column.getOffsetIndexReference()).as(name).isNotNull();
      assertThat(column.getStatistics().isEmpty()).as(name).isFalse();
      assertThat(column.getBloomFilterOffset() > 0).as(name).isEqualTo(name.equals("ip"));
      column.getEncodings().forEach(encoding -> encodings.put(name, encoding.name()));
    }
    assertThat(encodings)
        .isEqualTo(
            ImmutableSetMultimap.builder()
                .putAll("ad_id", "DELTA_BYTE_ARRAY")
                .putAll("click_timestamp", "DELTA_BINARY_PACKED")
                .putAll("user_id", "DELTA_BYTE_ARRAY")
                .putAll("ip", "DELTA_LENGTH_BYTE_ARRAY")
                .putAll("country", "RLE_DICTIONARY", "PLAIN")
                .putAll("country_sent", "DELTA_BYTE_ARRAY")
                .putAll("click_id", "DELTA_BYTE_ARRAY")
                .putAll("topic", "RLE_DICTIONARY", "PLAIN")
                .putAll("partition", "RLE_DICTIONARY", "PLAIN")
                .putAll("offset", "DELTA_BINARY_PACKED")
                .putAll("arrival", "DELTA_BINARY_PACKED")
                .build());
  }

  @Test
  void whatItWritesIsReadBack() throws IOException {
    List<SourcedClick> read = new ArrayList<>();
    try (ArchiveFileReader reader = ArchiveFileReader.open("clicks.parquet", channel(write()))) {
      assertThat(reader.rowGroups()).isOne();
      reader.readRowGroup(0, read::add);
    }

    assertThat(read).hasSize(ROWS);
    assertThat(Set.copyOf(read)).isEqualTo(Set.copyOf(clicks()));
  }

  private static List<String> publicMembers() {
    Class<?> type = ColumnChunkPageWriteStore.class;
    return Stream.concat(
            Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
        .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
        .map(ParquetPageWriterTest::text)
        .toList();
  }

  private static String text(Executable member) {
    String name = member instanceof Method ? member.getName() : "";
    return name
        + Arrays.stream(member.getParameterTypes())
            .map(Class::getSimpleName)
            .toList()
            .toString()
            .replace('[', '(')
            .replace(']', ')');
  }

  private static long end(ColumnChunkMetaData column) {
    return column.getStartingPos() + column.getTotalSize();
  }

  private BlockMetaData footer(byte[] file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(new ChannelInputFile(channel(file)), options)) {
      assertThat(reader.getRowGroups()).hasSize(1);
      return reader.getRowGroups().get(0);
    }
  }

  private SeekableByteChannel channel(byte[] file) throws IOException {
    return FileChannel.open(Files.write(folder.resolve("clicks.parquet"), file));
  }

  private static byte[] write() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ParquetPackSink sink = new ParquetPackSink();
    sink.open(Channels.newChannel(out));
    RowEncoder encoder = new RowEncoder();
    ByteString.Output rows = ByteString.newOutput();
    for (SourcedClick click : clicks()) {
      encoder.encode(click, rows);
    }
    sink.write(new ArchivePack(0, ROWS, rows.toByteString()));
    sink.flush();
    return out.toByteArray();
  }

  private static List<SourcedClick> clicks() {
    List<SourcedClick> clicks = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Click click =
          new Click(
              "ad-" + i % 700,
              1_700_000_000_000L + i % 60_000,
              "user-" + i * 7919L % 100_003,
              "10." + i % 3 + "." + i / 256 % 256 + "." + i % 256,
              Scope.ofKey(i % 5 == 0 ? "DE" : "US"),
              i % 4 == 0 ? "click-" + i : null);
      clicks.add(
          new SourcedClick(
              click, new Origin("clicks", i % 4, i / 4), 1_700_000_000_500L + i % 60_000));
    }
    return clicks;
  }
}
