package org.adclicks.benchmarks.counting;

import static org.adclicks.benchmarks.report.Report.number;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.adclicks.benchmarks.report.Table;

/** What was measured in one setting: our runs, and those of each native job. */
final class Measurements {

  private final JobRuns ours = new JobRuns();
  private final Map<FlinkSqlCountJob.Deduplication, JobRuns> peers =
      new EnumMap<>(FlinkSqlCountJob.Deduplication.class);

  void addOurs(JobRun run) {
    ours.add(run);
  }

  void addPeer(FlinkSqlCountJob.Deduplication peer, JobRun run) {
    peers.computeIfAbsent(peer, p -> new JobRuns()).add(run);
  }

  JobRuns ours() {
    return ours;
  }

  /** Ours over the faster native job; 0 without one. */
  double ratio() {
    return fastest()
        .map(peer -> ours.medianClicksPerSecond() / peer.getValue().medianClicksPerSecond())
        .orElse(0.0);
  }

  private Optional<Map.Entry<FlinkSqlCountJob.Deduplication, JobRuns>> fastest() {
    return peers.entrySet().stream()
        .max(Comparator.comparingDouble(peer -> peer.getValue().medianClicksPerSecond()));
  }

  /** A row for the setting: the faster native job beside ours, and one more for each other. */
  void addTo(Table table, Setting setting) {
    String name = setting.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    if (peers.isEmpty()) {
      table.row(
          name, ours.clicksPerSecond(), "", "", ours.medianCpuPerMillion(), ours.peakMebibytes());
    }
    peers.forEach(
        (peer, runs) ->
            table.row(
                name,
                ours.clicksPerSecond(),
                peer.name().toLowerCase(Locale.ROOT) + " " + runs.clicksPerSecond(),
                number(ours.medianClicksPerSecond() / runs.medianClicksPerSecond()),
                ours.medianCpuPerMillion() + " / " + runs.medianCpuPerMillion(),
                ours.peakMebibytes() + " / " + runs.peakMebibytes()));
  }
}
