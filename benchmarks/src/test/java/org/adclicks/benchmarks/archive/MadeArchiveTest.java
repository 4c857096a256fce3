package org.adclicks.benchmarks.archive;

import static org.apache.parquet.filter2.predicate.FilterApi.binaryColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.eq;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.adclicks.click.ClickField;
import org.adclicks.pipeline.archive.ArchiveSchema;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeArchiveTest {

  @TempDir Path folder;

  @Test
  void holdsEveryLineAndItsFootersTellWhereAnAdIsNot() {
    MadeArchive archive = MadeArchive.of(2_000, List.of("--ads=100", "--random-ips"), folder);
    ArchiveFooters footers = new ArchiveFooters(archive.files());

    assertThat(footers.all().rows()).isEqualTo(2_000);
    assertThat(footers.columnBytes().get(ArchiveSchema.column(ClickField.IP)))
        .isGreaterThan(4 * 2_000L);
    assertThat(footers.bloomFilterBytes()).isBetween(2_000L, 4_096L);
    assertThat(footers.pages(ArchiveSchema.column(ClickField.AD_ID)))
        .isEqualTo(footers.all().rowGroups());
    assertThat(
            footers.kept(
                eq(
                    binaryColumn(ArchiveSchema.column(ClickField.AD_ID)),
                    Binary.fromString("ad-1"))))
        .isEqualTo(footers.all());
    assertThat(
            footers.kept(
                eq(binaryColumn(ArchiveSchema.column(ClickField.AD_ID)), Binary.fromString("x"))))
        .isEqualTo(new ArchiveFooters.Kept(0, 0));
  }
}
