package org.adclicks.pipeline.archive;

import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainIntegerDictionaryValuesWriter;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;

/** Which encoding each column has: measured in decision 0010. */
final class ColumnEncodings implements ValuesWriterFactory {

  private static final int INITIAL_BYTES = 16 * 1024;

  private int pageBytes;
  private int dictionaryBytes;
  private ByteBufferAllocator allocator = HeapByteBufferAllocator.getInstance();

  @Override
  public void initialize(ParquetProperties properties) {
    pageBytes = properties.getPageSizeThreshold();
    dictionaryBytes = properties.getDictionaryPageSizeThreshold();
    allocator = properties.getAllocator();
  }

  @Override
  public ValuesWriter newValuesWriter(ColumnDescriptor column) {
    return switch (ArchiveSchema.values(column.getPath()[0])) {
      // Ads are sorted, so neighbours share most bytes; other ids at least their beginning.
      case IDS -> sharedPrefixes();
      // Random bytes that nothing makes smaller; their lengths are all alike.
      case ADDRESSES -> lengthsApart();
      case FEW_TEXTS -> fewTexts();
      case FEW_NUMBERS -> fewNumbers();
      case NUMBERS -> differences();
    };
  }

  private ValuesWriter sharedPrefixes() {
    return new DeltaByteArrayWriter(INITIAL_BYTES, pageBytes, allocator);
  }

  private ValuesWriter lengthsApart() {
    return new DeltaLengthByteArrayValuesWriter(INITIAL_BYTES, pageBytes, allocator);
  }

  private ValuesWriter differences() {
    return new DeltaBinaryPackingValuesWriterForLong(INITIAL_BYTES, pageBytes, allocator);
  }

  private ValuesWriter fewTexts() {
    return FallbackValuesWriter.of(
        new PlainBinaryDictionaryValuesWriter(
            dictionaryBytes, Encoding.RLE_DICTIONARY, Encoding.PLAIN, allocator),
        sharedPrefixes());
  }

  private ValuesWriter fewNumbers() {
    return FallbackValuesWriter.of(
        new PlainIntegerDictionaryValuesWriter(
            dictionaryBytes, Encoding.RLE_DICTIONARY, Encoding.PLAIN, allocator),
        new DeltaBinaryPackingValuesWriterForInteger(INITIAL_BYTES, pageBytes, allocator));
  }
}
