package org.adclicks.pipeline.archive;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a row group, each in an encoding that the footer has for its column. What one
 * encoding has written another may read as other values, and a page's checksum does not cover the
 * header that says which it is.
 *
 * <p>Errors: {@link ParquetDecodingException} for a page in another encoding.
 */
final class ExpectedPages implements PageReadStore {

  private final PageReadStore pages;
  private final BlockMetaData rowGroup;

  ExpectedPages(PageReadStore pages, BlockMetaData rowGroup) {
    this.pages = pages;
    this.rowGroup = rowGroup;
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    PageReader reader = pages.getPageReader(column);
    ColumnPath path = ColumnPath.get(column.getPath());
    Set<Encoding> encodings =
        rowGroup.getColumns().stream()
            .filter(chunk -> chunk.getPath().equals(path))
            .flatMap(chunk -> encodings(chunk).stream())
            .collect(Collectors.toUnmodifiableSet());
    return new ColumnPages(reader, encodings);
  }

  /** Of data pages alone, if the writer has told them apart. */
  private static Set<Encoding> encodings(ColumnChunkMetaData chunk) {
    EncodingStats stats = chunk.getEncodingStats();
    return stats == null ? chunk.getEncodings() : stats.getDataEncodings();
  }

  @Override
  public long getRowCount() {
    return pages.getRowCount();
  }

  @Override
  public void close() {
    pages.close();
  }

  private static final class ColumnPages implements PageReader {

    private final PageReader pages;
    private final Set<Encoding> encodings;

    ColumnPages(PageReader pages, Set<Encoding> encodings) {
      this.pages = pages;
      this.encodings = encodings;
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
      return pages.readDictionaryPage();
    }

    @Override
    public long getTotalValueCount() {
      return pages.getTotalValueCount();
    }

    @Override
    public @Nullable DataPage readPage() {
      DataPage page = pages.readPage();
      if (page != null && !encodings.contains(page.accept(VALUES))) {
        throw new ParquetDecodingException("a page in an encoding that the footer does not name");
      }
      return page;
    }
  }

  private static final DataPage.Visitor<Encoding> VALUES =
      new DataPage.Visitor<>() {

        @Override
        public Encoding visit(DataPageV1 page) {
          return page.getValueEncoding();
        }

        @Override
        public Encoding visit(DataPageV2 page) {
          return page.getDataEncoding();
        }
      };
}
