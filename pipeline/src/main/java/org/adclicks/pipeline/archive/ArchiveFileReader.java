package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.function.Consumer;
import org.adclicks.transforms.Click;
import org.adclicks.transforms.Origin;
import org.adclicks.transforms.SourcedClick;
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

/**
 * Reads the clicks of one archive file, a row group at a time, column readers side by side and
 * without records in between.
 *
 * <p>Errors: {@link IOException} for a file that is not complete, or not an archive file.
 */
final class ArchiveFileReader implements AutoCloseable {

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
    ParquetFileReader file = ParquetFileReader.open(new ChannelInputFile(channel), options);
    file.setRequestedSchema(ArchiveSchema.SCHEMA);
    return new ArchiveFileReader(file);
  }

  int rowGroups() {
    return file.getRowGroups().size();
  }

  /** Hands over each row of a row group, in the file's order. */
  void readRowGroup(int index, Consumer<SourcedClick> rows) throws IOException {
    try (PageReadStore pages = file.readRowGroup(index)) {
      String createdBy = file.getFileMetaData().getCreatedBy();
      Columns columns =
          new Columns(
              new ColumnReadStoreImpl(
                  pages, new NoGroup(), ArchiveSchema.SCHEMA, createdBy == null ? "" : createdBy));
      long count = pages.getRowCount();
      for (long i = 0; i < count; i++) {
        rows.accept(columns.next());
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static final class Columns {

    private final ColumnReadStoreImpl store;
    private final ColumnReader adId;
    private final ColumnReader clickTimestamp;
    private final ColumnReader userId;
    private final ColumnReader ip;
    private final ColumnReader country;
    private final ColumnReader clickId;
    private final ColumnReader topic;
    private final ColumnReader partition;
    private final ColumnReader offset;
    private final ColumnReader arrival;
    private final RecurringText ads = RecurringText.ofNeighbours();
    private final RecurringText countries = RecurringText.ofFew();
    private final RecurringText topics = RecurringText.ofFew();

    Columns(ColumnReadStoreImpl store) {
      this.store = store;
      adId = reader(ArchiveSchema.AD_ID);
      clickTimestamp = reader(ArchiveSchema.CLICK_TIMESTAMP);
      userId = reader(ArchiveSchema.USER_ID);
      ip = reader(ArchiveSchema.IP);
      country = reader(ArchiveSchema.COUNTRY);
      clickId = reader(ArchiveSchema.CLICK_ID);
      topic = reader(ArchiveSchema.TOPIC);
      partition = reader(ArchiveSchema.PARTITION);
      offset = reader(ArchiveSchema.OFFSET);
      arrival = reader(ArchiveSchema.ARRIVAL);
    }

    private ColumnReader reader(String column) {
      return store.getColumnReader(ArchiveSchema.column(column));
    }

    SourcedClick next() {
      String id = null;
      if (clickId.getCurrentDefinitionLevel() > 0) {
        id = RecurringText.text(value(clickId));
      } else {
        clickId.consume();
      }
      byte[] address = value(ip).getBytesUnsafe();
      Click click =
          new Click(
              ads.of(value(adId)),
              number(clickTimestamp),
              RecurringText.text(value(userId)),
              IpBytes.format(address, 0, address.length),
              countries.of(value(country)),
              id);
      int from = partition.getInteger();
      partition.consume();
      Origin origin = new Origin(topics.of(value(topic)), from, number(offset));
      return new SourcedClick(click, origin, number(arrival));
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
