package org.adclicks.benchmarks.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;

/** What the footers of archive files say, without reading a row. */
final class ArchiveFooters {

  /**
   * What a reader with a predicate must read.
   *
   * @param rowGroups those whose statistics and bloom filters do not exclude a match
   * @param rows those of pages in them whose column index does not exclude a match
   */
  record Kept(long rowGroups, long rows) {

    private Kept plus(Kept other) {
      return new Kept(rowGroups + other.rowGroups, rows + other.rows);
    }
  }

  private final List<Path> files;

  ArchiveFooters(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** Compressed bytes of each column's pages. */
  Map<String, Long> columnBytes() {
    Map<String, Long> bytes = new TreeMap<>();
    forEachFile(
        FilterCompat.NOOP,
        reader -> {
          for (BlockMetaData rowGroup : reader.getRowGroups()) {
            for (ColumnChunkMetaData column : rowGroup.getColumns()) {
              bytes.merge(column.getPath().toDotString(), column.getTotalSize(), Long::sum);
            }
          }
        });
    return bytes;
  }

  /** Bytes of bloom filters. */
  long bloomFilterBytes() {
    long[] bytes = {0};
    forEachFile(
        FilterCompat.NOOP,
        reader -> {
          for (BlockMetaData rowGroup : reader.getRowGroups()) {
            for (ColumnChunkMetaData column : rowGroup.getColumns()) {
              bytes[0] += Math.max(0, column.getBloomFilterLength());
            }
          }
        });
    return bytes[0];
  }

  /** All bytes: pages, bloom filters, indexes and footers. */
  long fileBytes() {
    long bytes = 0;
    for (Path file : files) {
      try {
        bytes += Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes;
  }

  /** Rows of all files. */
  Kept all() {
    Kept[] kept = {new Kept(0, 0)};
    forEachFile(
        FilterCompat.NOOP,
        reader ->
            kept[0] =
                kept[0].plus(new Kept(reader.getRowGroups().size(), reader.getRecordCount())));
    return kept[0];
  }

  /** Pages of one column in all files. */
  long pages(String column) {
    long[] pages = {0};
    forEachFile(
        FilterCompat.NOOP,
        reader -> {
          for (BlockMetaData rowGroup : reader.getRowGroups()) {
            for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
              if (chunk.getPath().toDotString().equals(column)) {
                OffsetIndex index = reader.readOffsetIndex(chunk);
                pages[0] += index == null ? 0 : index.getPageCount();
              }
            }
          }
        });
    return pages[0];
  }

  /** What is left to read for a predicate. */
  Kept kept(FilterPredicate predicate) {
    Kept[] kept = {new Kept(0, 0)};
    forEachFile(
        FilterCompat.get(predicate),
        reader ->
            kept[0] =
                kept[0].plus(
                    new Kept(reader.getRowGroups().size(), reader.getFilteredRecordCount())));
    return kept[0];
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(ParquetFileReader reader) throws IOException;
  }

  private void forEachFile(FilterCompat.Filter filter, Visitor visitor) {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withRecordFilter(filter)
            // Would read pages.
            .useDictionaryFilter(false)
            .useStatsFilter(true)
            .useBloomFilter(true)
            .useColumnIndexFilter(true)
            .withCodecFactory(new NoPages())
            .build();
    for (Path file : files) {
      try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
        visitor.visit(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Only footers are read. */
  private static final class NoPages implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("nothing is written");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("no page is read");
    }

    @Override
    public void release() {}
  }
}
