package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.adclicks.click.ClickField;
import org.adclicks.click.Dimension;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes row groups of sorted rows to one Parquet file, column by column and without records in
 * between.
 *
 * <p>ParquetWriter's record interface decides by itself where a row group ends; here it ends with
 * the rows that were sorted together.
 */
final class ArchiveFileWriter {

  /** Pages this small let a predicate on the sorted columns read little. */
  private static final int PAGE_ROWS = 8_192;

  private static final int PAGE_BYTES = 1024 * 1024;
  private static final int DICTIONARY_BYTES = 256 * 1024;

  private static final int NO_PADDING = 0;
  private static final @Nullable FileEncryptionProperties NO_ENCRYPTION = null;

  private final ZstdPages.Compressor compressor = new ZstdPages.Compressor();
  private final ParquetFileWriter file;

  private static ParquetProperties properties(int rows) {
    return ParquetProperties.builder()
        .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
        .withValuesWriterFactory(new ColumnEncodings())
        .withPageRowCountLimit(PAGE_ROWS)
        .withPageSize(PAGE_BYTES)
        .withDictionaryPageSize(DICTIONARY_BYTES)
        .withBloomFilterEnabled(ArchiveSchema.column(ClickField.IP), true)
        .withMaxBloomFilterBytes(bloomBytes(rows))
        .withPageWriteChecksumEnabled(true)
        .build();
  }

  /** A power of two, one to two bytes a row: read in vain 1 time in 30 or less. */
  private static int bloomBytes(int rows) {
    return Math.max(BlockSplitBloomFilter.LOWER_BOUND_BYTES, Integer.highestOneBit(2 * rows - 1));
  }

  private ArchiveFileWriter(ParquetFileWriter file) {
    this.file = file;
  }

  static ArchiveFileWriter create(OutputFile output) throws IOException {
    ParquetFileWriter file =
        new ParquetFileWriter(
            output,
            ArchiveSchema.SCHEMA,
            ParquetFileWriter.Mode.CREATE,
            Long.MAX_VALUE,
            NO_PADDING,
            NO_ENCRYPTION,
            properties(SortedRows.MAX_ROWS));
    file.start();
    return new ArchiveFileWriter(file);
  }

  /** Writes all rows as one row group, and empties them. */
  void writeRowGroup(SortedRows rows) throws IOException {
    int count = rows.size();
    if (count == 0) {
      return;
    }
    ParquetProperties properties = properties(count);
    try (ColumnChunkPageWriteStore pages =
            new ColumnChunkPageWriteStore(
                compressor,
                ArchiveSchema.SCHEMA,
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        ColumnWriteStore columns =
            properties.newColumnWriteStore(ArchiveSchema.SCHEMA, pages, pages)) {
      rows.take(new Columns(columns)::write);
      columns.flush();
      file.startBlock(count);
      pages.flushToFileWriter(file);
      file.endBlock();
    }
  }

  /** Writes the footer. The file is complete then. */
  void finish() throws IOException {
    file.end(Map.of());
    file.close();
  }

  private static final class Columns {

    private static final int PRESENT = 1;

    private final ColumnWriteStore store;
    private final ColumnWriter adId;
    private final ColumnWriter clickTimestamp;
    private final ColumnWriter userId;
    private final ColumnWriter ip;
    private final Map<Dimension, ColumnWriter> values = new EnumMap<>(Dimension.class);
    private final Map<Dimension, ColumnWriter> sent = new EnumMap<>(Dimension.class);
    private final ColumnWriter clickId;
    private final ColumnWriter topic;
    private final ColumnWriter partition;
    private final ColumnWriter offset;
    private final ColumnWriter arrival;

    Columns(ColumnWriteStore store) {
      this.store = store;
      adId = writer(ArchiveSchema.column(ClickField.AD_ID));
      clickTimestamp = writer(ArchiveSchema.column(ClickField.CLICK_TIMESTAMP));
      userId = writer(ArchiveSchema.column(ClickField.USER_ID));
      ip = writer(ArchiveSchema.column(ClickField.IP));
      for (Dimension dimension : Dimension.ALL) {
        values.put(dimension, writer(ArchiveSchema.column(dimension.field())));
        sent.put(dimension, writer(ArchiveSchema.sentColumn(dimension)));
      }
      clickId = writer(ArchiveSchema.column(ClickField.CLICK_ID));
      topic = writer(ArchiveSchema.TOPIC);
      partition = writer(ArchiveSchema.PARTITION);
      offset = writer(ArchiveSchema.OFFSET);
      arrival = writer(ArchiveSchema.ARRIVAL);
    }

    private ColumnWriter writer(String column) {
      return store.getColumnWriter(ArchiveSchema.descriptor(column));
    }

    void write(RowCursor row) {
      adId.write(row.adId(), 0, 0);
      clickTimestamp.write(row.clickTimestampMillis(), 0, 0);
      userId.write(row.userId(), 0, 0);
      ip.write(row.ip(), 0, 0);
      values.forEach((dimension, column) -> column.write(row.value(dimension), 0, 0));
      sent.forEach((dimension, column) -> writeSent(row, dimension, column));
      if (row.hasClickId()) {
        clickId.write(row.clickId(), 0, PRESENT);
      } else {
        clickId.writeNull(0, 0);
      }
      topic.write(row.topic(), 0, 0);
      partition.write(row.partition(), 0, 0);
      offset.write(row.offset(), 0, 0);
      arrival.write(row.arrivalMillis(), 0, 0);
      store.endRecord();
    }

    private static void writeSent(RowCursor row, Dimension dimension, ColumnWriter column) {
      if (row.hasSent(dimension)) {
        column.write(row.sent(dimension), 0, PRESENT);
      } else {
        column.writeNull(0, 0);
      }
    }
  }
}
