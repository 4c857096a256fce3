package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.parquet.ParquetIO;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Writes packs of rows to one Parquet file, zstd-compressed. */
final class ParquetPackSink implements FileIO.Sink<ArchivePack> {

  private static final long serialVersionUID = 1L;

  private final ParquetIO.Sink rows =
      ParquetIO.sink(ArchiveRow.schema()).withCompressionCodec(CompressionCodecName.ZSTD);

  @Override
  public void open(WritableByteChannel channel) throws IOException {
    rows.open(channel);
  }

  @Override
  public void write(ArchivePack pack) throws IOException {
    try (InputStream in = pack.bytes().newInput()) {
      for (int i = 0; i < pack.rows(); i++) {
        rows.write(ArchiveRow.read(in));
      }
    }
  }

  @Override
  public void flush() throws IOException {
    rows.flush();
  }
}
