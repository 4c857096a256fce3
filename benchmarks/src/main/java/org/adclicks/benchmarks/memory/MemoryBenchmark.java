package org.adclicks.benchmarks.memory;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;
import static org.adclicks.benchmarks.report.Report.number;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.click.Click;
import org.adclicks.transforms.cells.HeldCells;
import org.adclicks.transforms.dedup.HeldIdentities;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the state of open clicks takes on the heap backend. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fills the pipeline's state objects with clicks of open minutes and measures the heap they",
      "keep: deduplication, counting, ranking, per million clicks."
    })
public final class MemoryBenchmark implements Callable<Integer> {

  private static final int SHARDS = 16;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SLICE_SECONDS = 10;
  private static final long SEED = 1;

  /** So that what else the JVM does in the meantime does not matter. */
  private static final int ENOUGH_CLICKS = 1_000_000;

  private static final double MEBIBYTE = 1024.0 * 1024;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "R",
      defaultValue = "1000,5000,8000,10000,12000,15000,20000,25000",
      description =
          "Clicks per second, which decide how full a minute's tables are. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Integer> rates = List.of();

  private double worst;

  @Override
  public Integer call() {
    Report report = options.begin(spec);
    Table table =
        report.table(
            "MiB of heap per million clicks, " + SHARDS + " shards, 2 M ads by Zipf.",
            "clicks/s",
            "deduplication, of a minute that is not final",
            "counting, of a minute that is not final",
            "ranking, of a slice that is kept");
    for (int rate : rates) {
      say("at " + rate + " clicks/s");
      double identities = identities(rate);
      worst = Math.max(worst, identities);
      table.row(
          number((double) rate),
          number(identities),
          number(cells(rate * SECONDS_PER_MINUTE, clicks -> HeldCells.countedMinute(0, clicks))),
          number(cells(rate * SLICE_SECONDS, HeldCells::closedSlice)));
    }
    report.figure("deduplication_mebibytes_per_million_clicks_worst", worst);
    report.remark(
        "Tables double when they are three quarters full, so the bytes of a click depend on the rate"
            + " and are most just after doubling.");
    options.finish(report);
    return CommandLine.ExitCode.OK;
  }

  private static double identities(int rate) {
    int perSet = Math.max(1, rate * SECONDS_PER_MINUTE / SHARDS);
    int sets = Math.max(SHARDS, ENOUGH_CLICKS / perSet);
    RetainedHeap.Measured<HeldIdentities> held =
        RetainedHeap.measure(() -> new HeldIdentities(sets, perSet, SEED));
    return perMillion(held.bytes(), held.objects().size());
  }

  /** State of so many clicks, as often as it takes to be measured. */
  private static double cells(int clicks, Function<List<Click>, Object> state) {
    int times = Math.max(1, ENOUGH_CLICKS / clicks);
    RetainedHeap.Measured<List<Object>> held =
        RetainedHeap.measure(
            () -> {
              OpenClicks open = new OpenClicks(SEED);
              List<Object> states = new ArrayList<>();
              for (int i = 0; i < times; i++) {
                open.byShard(clicks, SHARDS).forEach(ofShard -> states.add(state.apply(ofShard)));
              }
              return states;
            });
    if (held.objects().size() != times * SHARDS) {
      throw new IllegalStateException("not a state for each shard: " + held.objects().size());
    }
    return perMillion(held.bytes(), (long) times * clicks);
  }

  private static double perMillion(long bytes, long clicks) {
    return bytes * 1e6 / clicks / MEBIBYTE;
  }
}
