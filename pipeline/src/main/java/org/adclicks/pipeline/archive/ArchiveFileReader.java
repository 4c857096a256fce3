package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
 * <p>Pages are held against their checksums, and their encodings against the footer's: headers of
 * pages have no checksum. A page without one is believed.
 *
 * <p>Errors: {@link DamagedFileException} for a file that is not complete, not what was written, or
 * no archive file; what a visitor throws is thrown as it is.
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

  private final String name;
  private final ParquetFileReader file;

  private ArchiveFileReader(String name, ParquetFileReader file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Takes the channel over.
   *
   * @param name of the file, for whoever has to mend it
   */
  static ArchiveFileReader open(String name, SeekableByteChannel channel) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdPages())
            .usePageChecksumVerification()
            .build();
    try {
      return new ArchiveFileReader(
          name, ParquetFileReader.open(new ChannelInputFile(channel), options));
    } catch (IOException | RuntimeException e) {
      throw new DamagedFileException(name, e);
    }
  }

  int rowGroups() {
    return file.getRowGroups().size();
  }

  /** Hands over each row of a row group, in the file's order. */
  void readRowGroup(int index, Consumer<SourcedClick> rows) throws IOException {
    MessageType schema =
        ArchiveSchema.within(ArchiveSchema.SCHEMA, file.getFileMetaData().getSchema());
    try (PageReadStore pages = read(index, schema)) {
      SourcedColumns columns =
          decode(() -> new SourcedColumns(columns(index, pages, schema), schema));
      Supplier<SourcedClick> next = columns::next;
      for (long left = pages.getRowCount(); left > 0; left--) {
        rows.accept(decode(next));
      }
    }
  }

  /** The same of the clicks alone: other columns are not read, and no text is decoded. */
  void readClicks(int index, ClickVisitor visitor) throws IOException {
    MessageType schema =
        ArchiveSchema.within(ArchiveSchema.CLICK, file.getFileMetaData().getSchema());
    try (PageReadStore pages = read(index, schema)) {
      ClickColumns columns = decode(() -> new ClickColumns(columns(index, pages, schema), schema));
      Supplier<Consumer<ClickVisitor>> next = columns::next;
      for (long left = pages.getRowCount(); left > 0; left--) {
        decode(next).accept(visitor);
      }
    }
  }

  private PageReadStore read(int rowGroup, MessageType schema) throws IOException {
    file.setRequestedSchema(schema);
    try {
      return file.readRowGroup(rowGroup);
    } catch (IOException | RuntimeException e) {
      throw new DamagedFileException(name, e);
    }
  }

  /** Only what reads: a visitor may fail for reasons of its own. */
  private <T> T decode(Supplier<T> read) throws IOException {
    try {
      return read.get();
    } catch (RuntimeException e) {
      throw new DamagedFileException(name, e);
    }
  }

  private ColumnReadStoreImpl columns(int rowGroup, PageReadStore pages, MessageType schema) {
    String createdBy = file.getFileMetaData().getCreatedBy();
    return new ColumnReadStoreImpl(
        new ExpectedPages(pages, file.getRowGroups().get(rowGroup)),
        new NoGroup(),
        schema,
        createdBy == null ? "" : createdBy);
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

    /** Reads all fields of a row, to be shown. */
    Consumer<ClickVisitor> next() {
      byte[] ad = adId().getBytesUnsafe();
      long time = clickTimestampMillis();
      byte[] user = userId().getBytesUnsafe();
      byte[] address = IpAddresses.utf8OfBytes(ip());
      byte[] scopeKey = scopeKeyUtf8();
      byte @Nullable [] id = clickId();
      return visitor -> visitor.visit(ad, time, user, address, scopeKey, id);
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
