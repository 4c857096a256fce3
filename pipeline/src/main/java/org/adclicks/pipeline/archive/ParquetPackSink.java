package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Writes packs of rows to one Parquet file, sorted by (ad_id, click_timestamp) within each row
 * group.
 *
 * <p>State: the rows of one row group, see {@link SortedRows}.
 */
final class ParquetPackSink implements FileIO.Sink<ArchivePack> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable ArchiveFileWriter file;
  private transient @Nullable SortedRows rows;

  @Override
  public void open(WritableByteChannel channel) throws IOException {
    file = ArchiveFileWriter.create(new ChannelOutputFile(channel));
    rows = new SortedRows();
  }

  @Override
  public void write(ArchivePack pack) throws IOException {
    int taken = 0;
    while (taken < pack.bytes().size()) {
      taken = opened(rows).add(pack.bytes(), taken);
      if (opened(rows).isFull()) {
        opened(file).writeRowGroup(opened(rows));
      }
    }
  }

  @Override
  public void flush() throws IOException {
    opened(file).writeRowGroup(opened(rows));
    opened(file).finish();
    file = null;
    rows = null;
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the file is not open");
    }
    return part;
  }
}
