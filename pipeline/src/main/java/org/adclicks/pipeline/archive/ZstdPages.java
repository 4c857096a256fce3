package org.adclicks.pipeline.archive;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses and decompresses pages with zstd, page by page and without Hadoop's codecs and
 * streams.
 *
 * <p>Errors: {@link IOException} for a page that is not what its header says.
 */
final class ZstdPages implements CompressionCodecFactory {

  /** What is left after the encodings is mostly random; level 3 finds nothing more in it. */
  private static final int LEVEL = 1;

  /** Of a frame that was written as a stream. */
  private static final long UNKNOWN_SIZE = -1;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    requireZstd(codec);
    return new Compressor();
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    requireZstd(codec);
    return new Decompressor();
  }

  @Override
  public void release() {}

  private static void requireZstd(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("archive files are zstd, not " + codec);
    }
  }

  private static byte[] toArray(BytesInput bytes) throws IOException {
    return bytes.toInputStream().readNBytes(Math.toIntExact(bytes.size()));
  }

  static final class Compressor implements BytesInputCompressor {

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      byte[] page = toArray(bytes);
      byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(page.length))];
      long size = Zstd.compress(compressed, page, LEVEL);
      if (Zstd.isError(size)) {
        throw new IOException("a page cannot be compressed: " + Zstd.getErrorName(size));
      }
      return BytesInput.from(compressed, 0, Math.toIntExact(size));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {}
  }

  private static final class Decompressor implements BytesInputDecompressor {

    @Override
    public BytesInput decompress(BytesInput bytes, int uncompressedSize) throws IOException {
      byte[] compressed = toArray(bytes);
      // Before so much is taken of memory: it is from a header without a checksum.
      long size = Zstd.getFrameContentSize(compressed);
      if (size != UNKNOWN_SIZE && size != uncompressedSize) {
        throw new IOException("a damaged page: it has another size than its header says");
      }
      byte[] page = new byte[uncompressedSize];
      size = Zstd.decompress(page, compressed);
      if (Zstd.isError(size) || size != uncompressedSize) {
        throw new IOException("a damaged page: " + Zstd.getErrorName(size));
      }
      return BytesInput.from(page);
    }

    @Override
    public void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int uncompressedSize)
        throws IOException {
      byte[] compressed = new byte[compressedSize];
      input.get(compressed);
      output.put(toArray(decompress(BytesInput.from(compressed), uncompressedSize)));
    }

    @Override
    public void release() {}
  }
}
