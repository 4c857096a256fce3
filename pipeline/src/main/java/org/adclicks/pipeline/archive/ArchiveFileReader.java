package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.adclicks.click.Click;
import org.adclicks.click.Origin;
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
        byte[] country,
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
    try (PageReadStore pages = read(index, ArchiveSchema.SCHEMA)) {
      SourcedColumns columns = new SourcedColumns(columns(pages, ArchiveSchema.SCHEMA));
      for (long left = pages.getRowCount(); left > 0; left--) {
        rows.accept(columns.next());
      }
    }
  }

  /** The same of the clicks alone: other columns are not read, and no text is decoded. */
  void readClicks(int index, ClickVisitor visitor) throws IOException {
    try (PageReadStore pages = read(index, ArchiveSchema.CLICK)) {
      ClickColumns columns = new ClickColumns(columns(pages, ArchiveSchema.CLICK));
      for (long left = pages.getRowCount(); left > 0; left--) {
        visitor.visit(
            columns.adId().getBytesUnsafe(),
            columns.clickTimestampMillis(),
            columns.userId().getBytesUnsafe(),
            IpBytes.formatUtf8(columns.ip()),
            columns.country().getBytesUnsafe(),
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
    private final ColumnReader country;
    private final ColumnReader clickId;

    ClickColumns(ColumnReadStoreImpl store) {
      adId = reader(store, ArchiveSchema.AD_ID);
      clickTimestamp = reader(store, ArchiveSchema.CLICK_TIMESTAMP);
      userId = reader(store, ArchiveSchema.USER_ID);
      ip = reader(store, ArchiveSchema.IP);
      country = reader(store, ArchiveSchema.COUNTRY);
      clickId = reader(store, ArchiveSchema.CLICK_ID);
    }

    Binary adId() {
      return value(adId);
    }

    long clickTimestampMillis() {
      return number(clickTimestamp);
    }

    Binary userId() {
      return value(userId);
    }

    byte[] ip() {
      return value(ip).getBytesUnsafe();
    }

    Binary country() {
      return value(country);
    }

    byte @Nullable [] clickId() {
      Binary value = optional(clickId);
      return value == null ? null : value.getBytesUnsafe();
    }
  }

  private static final class SourcedColumns {

    private final ClickColumns clicks;
    private final ColumnReader sentCountry;
    private final ColumnReader topic;
    private final ColumnReader partition;
    private final ColumnReader offset;
    private final ColumnReader arrival;
    private final RecurringText ads = RecurringText.ofNeighbours();
    private final RecurringText countries = RecurringText.ofFew();
    private final RecurringText sentCountries = RecurringText.ofFew();
    private final RecurringText topics = RecurringText.ofFew();

    SourcedColumns(ColumnReadStoreImpl store) {
      clicks = new ClickColumns(store);
      sentCountry = reader(store, ArchiveSchema.COUNTRY_SENT);
      topic = reader(store, ArchiveSchema.TOPIC);
      partition = reader(store, ArchiveSchema.PARTITION);
      offset = reader(store, ArchiveSchema.OFFSET);
      arrival = reader(store, ArchiveSchema.ARRIVAL);
    }

    SourcedClick next() {
      byte[] clickId = clicks.clickId();
      Click click =
          new Click(
              ads.of(clicks.adId()),
              clicks.clickTimestampMillis(),
              RecurringText.text(clicks.userId()),
              IpBytes.format(clicks.ip()),
              countries.of(clicks.country()),
              clickId == null ? null : new String(clickId, StandardCharsets.UTF_8));
      int from = partition.getInteger();
      partition.consume();
      Origin origin = new Origin(topics.of(value(topic)), from, number(offset));
      Binary sent = optional(sentCountry);
      return new SourcedClick(
          click, origin, number(arrival), sent == null ? null : sentCountries.of(sent));
    }
  }

  private static ColumnReader reader(ColumnReadStoreImpl store, String column) {
    return store.getColumnReader(ArchiveSchema.column(column));
  }

  private static @Nullable Binary optional(ColumnReader column) {
    if (column.getCurrentDefinitionLevel() > 0) {
      return value(column);
    }
    column.consume();
    return null;
  }

  private static Binary value(ColumnReader column) {
    Binary value = column.getBinary();
    column.consume();
    return value;
  }

  private static long number(ColumnReader column) {
    long value = column.getLong();
    column.consume();
    return value;
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
