package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.adclicks.click.Click;
import org.adclicks.click.ClickField;
import org.adclicks.click.IpAddresses;
import org.adclicks.click.Origin;
import org.adclicks.click.Scope;
import org.adclicks.click.SourcedClick;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the clicks of one archive file, a row group at a time, column readers side by side and
 * without records in between.
 *
 * <p>Errors: {@link IOException} for a file that is not complete, or not an archive file.
 */
final class ArchiveFileReader implements AutoCloseable {

  /** Receives a click; texts are UTF-8. */
  @FunctionalInterface
  interface ClickVisitor {
    void visit(
        byte[] adId,
        long clickTimestampMillis,
        byte[] userId,
        byte[] ip,
        byte[] scopeKey,
        byte @Nullable [] clickId);
  }

  private final ParquetFileReader file;

  private ArchiveFileReader(ParquetFileReader file) {
    this.file = file;
  }

  /** Takes the channel over. */
  static ArchiveFileReader open(SeekableByteChannel channel) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdPages())
            .build();
    return new ArchiveFileReader(ParquetFileReader.open(new ChannelInputFile(channel), options));
  }

  int rowGroups() {
    return file.getRowGroups().size();
  }

  /** Hands over each row of a row group, in the file's order. */
  void readRowGroup(int index, Consumer<SourcedClick> rows) throws IOException {
    MessageType schema =
        ArchiveSchema.within(ArchiveSchema.SCHEMA, file.getFileMetaData().getSchema());
    try (PageReadStore pages = read(index, schema)) {
      SourcedColumns columns = new SourcedColumns(columns(pages, schema), schema);
      for (long left = pages.getRowCount(); left > 0; left--) {
        rows.accept(columns.next());
      }
    }
  }

  /** The same of the clicks alone: other columns are not read, and no text is decoded. */
  void readClicks(int index, ClickVisitor visitor) throws IOException {
    MessageType schema =
        ArchiveSchema.within(ArchiveSchema.CLICK, file.getFileMetaData().getSchema());
    try (PageReadStore pages = read(index, schema)) {
      ClickColumns columns = new ClickColumns(columns(pages, schema), schema);
      for (long left = pages.getRowCount(); left > 0; left--) {
        visitor.visit(
            columns.adId().getBytesUnsafe(),
            columns.clickTimestampMillis(),
            columns.userId().getBytesUnsafe(),
            IpAddresses.utf8OfBytes(columns.ip()),
            columns.scopeKeyUtf8(),
            columns.clickId());
      }
    }
  }

  private PageReadStore read(int rowGroup, MessageType schema) throws IOException {
    file.setRequestedSchema(schema);
    return file.readRowGroup(rowGroup);
  }

  private ColumnReadStoreImpl columns(PageReadStore pages, MessageType schema) {
    String createdBy = file.getFileMetaData().getCreatedBy();
    return new ColumnReadStoreImpl(
        pages, new NoGroup(), schema, createdBy == null ? "" : createdBy);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A row's click, field by field: each is to be asked for once a row, in any order. */
  private static final class ClickColumns {

    private final ColumnReader adId;
    private final ColumnReader clickTimestamp;
    private final ColumnReader userId;
    private final ColumnReader ip;
    private final DimensionColumns dimensions;
    private final ColumnReader clickId;

    ClickColumns(ColumnReadStoreImpl store, MessageType schema) {
      adId = ColumnValues.reader(store, ArchiveSchema.column(ClickField.AD_ID));
      clickTimestamp = ColumnValues.reader(store, ArchiveSchema.column(ClickField.CLICK_TIMESTAMP));
      userId = ColumnValues.reader(store, ArchiveSchema.column(ClickField.USER_ID));
      ip = ColumnValues.reader(store, ArchiveSchema.column(ClickField.IP));
      dimensions = DimensionColumns.of(store, schema);
      clickId = ColumnValues.reader(store, ArchiveSchema.column(ClickField.CLICK_ID));
    }

    Binary adId() {
      return ColumnValues.bytes(adId);
    }

    long clickTimestampMillis() {
      return ColumnValues.number(clickTimestamp);
    }

    Binary userId() {
      return ColumnValues.bytes(userId);
    }

    byte[] ip() {
      return ColumnValues.bytes(ip).getBytesUnsafe();
    }

    byte[] scopeKeyUtf8() {
      return dimensions.nextKeyUtf8();
    }

    Scope scope() {
      return dimensions.next();
    }

    byte @Nullable [] clickId() {
      Binary value = ColumnValues.optional(clickId);
      return value == null ? null : value.getBytesUnsafe();
    }
  }

  private static final class SourcedColumns {

    private final ClickColumns clicks;
    private final SentColumns sent;
    private final ColumnReader topic;
    private final ColumnReader partition;
    private final ColumnReader offset;
    private final ColumnReader arrival;
    private final RecurringText ads = RecurringText.ofNeighbours();
    private final RecurringText topics = RecurringText.ofFew();

    SourcedColumns(ColumnReadStoreImpl store, MessageType schema) {
      clicks = new ClickColumns(store, schema);
      sent = SentColumns.of(store, schema);
      topic = ColumnValues.reader(store, ArchiveSchema.TOPIC);
      partition = ColumnValues.reader(store, ArchiveSchema.PARTITION);
      offset = ColumnValues.reader(store, ArchiveSchema.OFFSET);
      arrival = ColumnValues.reader(store, ArchiveSchema.ARRIVAL);
    }

    SourcedClick next() {
      byte[] clickId = clicks.clickId();
      Click click =
          new Click(
              ads.of(clicks.adId()),
              clicks.clickTimestampMillis(),
              RecurringText.text(clicks.userId()),
              IpAddresses.ofBytes(clicks.ip()),
              clicks.scope(),
              clickId == null ? null : new String(clickId, StandardCharsets.UTF_8));
      int from = partition.getInteger();
      partition.consume();
      Origin origin =
          new Origin(topics.of(ColumnValues.bytes(topic)), from, ColumnValues.number(offset));
      return new SourcedClick(click, origin, ColumnValues.number(arrival), sent.next());
    }
  }

  /** Parquet wants a target for each column; we ask the readers instead. */
  private static final class NoGroup extends GroupConverter {

    private static final PrimitiveConverter NONE = new PrimitiveConverter() {};

    @Override
    public Converter getConverter(int field) {
      return NONE;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
