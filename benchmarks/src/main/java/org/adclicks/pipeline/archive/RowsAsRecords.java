package org.adclicks.pipeline.archive;

import java.util.Map;
import org.adclicks.click.ClickField;
import org.adclicks.click.Dimension;
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
        .withDictionaryEncoding(ArchiveSchema.column(ClickField.COUNTRY), true)
        .withDictionaryEncoding(ArchiveSchema.sentColumn(Dimension.COUNTRY), true)
        .withDictionaryEncoding(ArchiveSchema.TOPIC, true)
        .withDictionaryEncoding(ArchiveSchema.PARTITION, true)
        .withBloomFilterEnabled(ArchiveSchema.column(ClickField.IP), true)
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
    text(record, ArchiveSchema.column(ClickField.AD_ID), row.adId());
    number(record, ArchiveSchema.column(ClickField.CLICK_TIMESTAMP), row.clickTimestampMillis());
    text(record, ArchiveSchema.column(ClickField.USER_ID), row.userId());
    text(record, ArchiveSchema.column(ClickField.IP), row.ip());
    for (Dimension dimension : Dimension.ALL) {
      text(record, dimension.fieldName(), row.value(dimension));
      if (row.hasSent(dimension)) {
        text(record, ArchiveSchema.sentColumn(dimension), row.sent(dimension));
      }
    }
    if (row.hasClickId()) {
      text(record, ArchiveSchema.column(ClickField.CLICK_ID), row.clickId());
    }
    text(record, ArchiveSchema.TOPIC, row.topic());
    int partition = ArchiveSchema.SCHEMA.getFieldIndex(ArchiveSchema.PARTITION);
    record.startField(ArchiveSchema.PARTITION, partition);
    record.addInteger(row.partition());
    record.endField(ArchiveSchema.PARTITION, partition);
    number(record, ArchiveSchema.OFFSET, row.offset());
    number(record, ArchiveSchema.ARRIVAL, row.arrivalMillis());
    record.endMessage();
  }

  private static void text(RecordConsumer record, String field, Binary value) {
    int place = ArchiveSchema.SCHEMA.getFieldIndex(field);
    record.startField(field, place);
    record.addBinary(value);
    record.endField(field, place);
  }

  private static void number(RecordConsumer record, String field, long value) {
    int place = ArchiveSchema.SCHEMA.getFieldIndex(field);
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
