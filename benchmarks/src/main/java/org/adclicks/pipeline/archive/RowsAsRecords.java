package org.adclicks.pipeline.archive;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The archive's rows through Parquet's own record writer: what the archive would use if it did not
 * write its columns itself. Encodings are as near to the archive's as that writer lets choose.
 */
final class RowsAsRecords extends WriteSupport<RowCursor> {

  private @Nullable RecordConsumer out;

  /** Begins a file of one row group, whose bloom filter is of that many rows. */
  static ParquetWriter.Builder<RowCursor, Builder> to(OutputFile file, int rows) {
    return new Builder(file)
        .withConf(new PlainParquetConfiguration())
        .withCodecFactory(new ZstdPages())
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
        .withPageRowCountLimit(8_192)
        .withPageSize(1024 * 1024)
        .withDictionaryPageSize(256 * 1024)
        .withDictionaryEncoding(false)
        .withDictionaryEncoding(ArchiveSchema.COUNTRY, true)
        .withDictionaryEncoding(ArchiveSchema.COUNTRY_SENT, true)
        .withDictionaryEncoding(ArchiveSchema.TOPIC, true)
        .withDictionaryEncoding(ArchiveSchema.PARTITION, true)
        .withBloomFilterEnabled(ArchiveSchema.IP, true)
        .withMaxBloomFilterBytes(Integer.highestOneBit(2 * rows - 1))
        .withPageWriteChecksumEnabled(true)
        .withMaxPaddingSize(0)
        .withValidation(false);
  }

  @SuppressWarnings("deprecation") // Abstract, so it must be there.
  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(ArchiveSchema.SCHEMA, Map.of());
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(ArchiveSchema.SCHEMA, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  public void write(RowCursor row) {
    RecordConsumer record = out;
    if (record == null) {
      throw new IllegalStateException("not prepared");
    }
    record.startMessage();
    text(record, ArchiveSchema.AD_ID, 0, row.adId());
    number(record, ArchiveSchema.CLICK_TIMESTAMP, 1, row.clickTimestampMillis());
    text(record, ArchiveSchema.USER_ID, 2, row.userId());
    text(record, ArchiveSchema.IP, 3, row.ip());
    text(record, ArchiveSchema.COUNTRY, 4, row.country());
    if (row.hasSentCountry()) {
      text(record, ArchiveSchema.COUNTRY_SENT, 5, row.sentCountry());
    }
    if (row.hasClickId()) {
      text(record, ArchiveSchema.CLICK_ID, 6, row.clickId());
    }
    text(record, ArchiveSchema.TOPIC, 7, row.topic());
    record.startField(ArchiveSchema.PARTITION, 8);
    record.addInteger(row.partition());
    record.endField(ArchiveSchema.PARTITION, 8);
    number(record, ArchiveSchema.OFFSET, 9, row.offset());
    number(record, ArchiveSchema.ARRIVAL, 10, row.arrivalMillis());
    record.endMessage();
  }

  private static void text(RecordConsumer record, String field, int place, Binary value) {
    record.startField(field, place);
    record.addBinary(value);
    record.endField(field, place);
  }

  private static void number(RecordConsumer record, String field, int place, long value) {
    record.startField(field, place);
    record.addLong(value);
    record.endField(field, place);
  }

  /** Parquet's builder, for rows. */
  static final class Builder extends ParquetWriter.Builder<RowCursor, Builder> {

    private Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @SuppressWarnings("deprecation") // Abstract, so it must be there.
    @Override
    protected WriteSupport<RowCursor> getWriteSupport(Configuration configuration) {
      return new RowsAsRecords();
    }

    @Override
    protected WriteSupport<RowCursor> getWriteSupport(ParquetConfiguration configuration) {
      return new RowsAsRecords();
    }
  }
}
