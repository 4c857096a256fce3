package org.adclicks.benchmarks.archive;

import static org.adclicks.benchmarks.report.Report.number;
import static org.apache.parquet.filter2.predicate.FilterApi.and;
import static org.apache.parquet.filter2.predicate.FilterApi.binaryColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.eq;
import static org.apache.parquet.filter2.predicate.FilterApi.gtEq;
import static org.apache.parquet.filter2.predicate.FilterApi.longColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.lt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.Versions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.click.ClickField;
import org.adclicks.pipeline.archive.ArchiveSchema;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.io.api.Binary;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Bytes on disk: of a click in the archive, of a cell and of a click by user and by ip in
 * Cassandra.
 */
@Command(
    name = "storage",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Bytes per click in Parquet, by column, of clicks with random users and ips, and what a",
      "predicate leaves to be read; bytes per cell, and per click of the click index, in Cassandra."
    })
public final class StorageBenchmark implements Callable<Integer> {

  private static final List<String> MIX =
      List.of("--duplicates=1%", "--late=1%", "--users=50000000", "--random-ips");

  /** Random ones, hardly any of which clicked: what is read of them is read in vain. */
  private static final int ADDRESSES = 200;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--clicks",
      defaultValue = "4000000",
      description = "Clicks in the archive. Default: ${DEFAULT-VALUE}.")
  private long clicks;

  @Option(
      names = "--store-clicks",
      defaultValue = "600000",
      description = "Clicks whose rows go to Cassandra; 0 for none. Default: ${DEFAULT-VALUE}.")
  private long storeClicks;

  @Override
  public Integer call() {
    Report report = options.begin(spec);
    Versions.tell(report, "parquet", "cassandra");
    try (WorkFolder folder = WorkFolder.create()) {
      tellArchive(MadeArchive.of(clicks, MIX, folder.path().resolve("clicks")), report);
      if (storeClicks > 0) {
        tellStore(folder.path().resolve("store"), report);
      }
    }
    options.finish(report);
    return CommandLine.ExitCode.OK;
  }

  private static void tellArchive(MadeArchive archive, Report report) {
    ArchiveFooters footers = new ArchiveFooters(archive.files());
    ArchiveFooters.Kept all = footers.all();
    tellColumns(footers, all.rows(), report);
    tellPredicates(footers, all, report);
    report
        .figure("bytes_per_click_in_parquet", (double) footers.fileBytes() / all.rows())
        .figure("rows", (double) all.rows())
        .figure("files", archive.files().size());
  }

  private static void tellColumns(ArchiveFooters footers, long rows, Report report) {
    Table table = report.table("Archive, bytes per click by column.", "column", "bytes per click");
    long told = 0;
    for (Map.Entry<String, Long> column : footers.columnBytes().entrySet()) {
      told += column.getValue();
      table.row(column.getKey(), number((double) column.getValue() / rows));
    }
    long bloom = footers.bloomFilterBytes();
    table.row("bloom filters of ip", number((double) bloom / rows));
    table.row(
        "page indexes and footers", number((double) (footers.fileBytes() - told - bloom) / rows));
    table.row("all", number((double) footers.fileBytes() / rows));
  }

  private static void tellPredicates(
      ArchiveFooters footers, ArchiveFooters.Kept all, Report report) {
    Table table =
        report.table(
            String.format(
                "What a predicate leaves to be read, of %d row groups and %s rows in %d pages a"
                    + " column.",
                all.rowGroups(),
                number((double) all.rows()),
                footers.pages(ArchiveSchema.column(ClickField.AD_ID))),
            "predicate",
            "row groups",
            "rows of pages",
            "share of rows");
    predicates()
        .forEach(
            (name, predicate) -> {
              ArchiveFooters.Kept kept = footers.kept(predicate);
              table.row(
                  name,
                  kept.rowGroups(),
                  number((double) kept.rows()),
                  number(100.0 * kept.rows() / all.rows()) + " %");
            });
    long kept = 0;
    for (int i = 0; i < ADDRESSES; i++) {
      kept += footers.kept(ipIs(i * 0x9E3779B1)).rowGroups();
    }
    table.row(
        "ip = one of " + ADDRESSES + " random ones, mean",
        number((double) kept / ADDRESSES),
        "",
        number(100.0 * kept / ADDRESSES / all.rowGroups()) + " % of row groups");
  }

  private static Map<String, FilterPredicate> predicates() {
    FilterPredicate minute = within(MadeArchive.START.plusSeconds(60), Duration.ofMinutes(1));
    Map<String, FilterPredicate> predicates = new LinkedHashMap<>();
    predicates.put("ad_id = 'ad-1' (the most frequent)", adIs("ad-1"));
    predicates.put("ad_id = 'ad-1000'", adIs("ad-1000"));
    predicates.put("ad_id = 'ad-1999999'", adIs("ad-1999999"));
    predicates.put("click_timestamp in one minute", minute);
    predicates.put("ad_id = 'ad-1' in one minute", and(adIs("ad-1"), minute));
    return predicates;
  }

  private static FilterPredicate adIs(String ad) {
    return eq(binaryColumn(ArchiveSchema.column(ClickField.AD_ID)), Binary.fromString(ad));
  }

  private static FilterPredicate ipIs(int bits) {
    byte[] bytes = {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
    return eq(
        binaryColumn(ArchiveSchema.column(ClickField.IP)), Binary.fromConstantByteArray(bytes));
  }

  private static FilterPredicate within(Instant from, Duration length) {
    return and(
        gtEq(longColumn(ArchiveSchema.column(ClickField.CLICK_TIMESTAMP)), from.toEpochMilli()),
        lt(
            longColumn(ArchiveSchema.column(ClickField.CLICK_TIMESTAMP)),
            from.plus(length).toEpochMilli()));
  }

  private void tellStore(Path folder, Report report) {
    MadeArchive archive = MadeArchive.of(storeClicks, MIX, folder);
    Table table =
        report.table(
            "Cassandra, all files of a table after the node was drained.",
            "table",
            "rows",
            "bytes per row",
            "bytes per click");
    StoredRows.Weights weights = StoredRows.weigh(archive, folder);
    weights
        .tables()
        .forEach(
            (name, weight) -> {
              double perClick = weights.bytesPerClick(name);
              table.row(
                  name,
                  number((double) weight.rows()),
                  number(weight.bytesPerRow()),
                  number(perClick));
              report
                  .figure("bytes_per_row_of_" + name, weight.bytesPerRow())
                  .figure("bytes_per_click_of_" + name, perClick);
            });
  }
}
