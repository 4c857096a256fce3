package org.adclicks.benchmarks.counting;

import static org.adclicks.benchmarks.report.Report.number;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.adclicks.benchmarks.report.Table;

/** What was measured in one setting: our runs, those of each native job, and of another version. */
final class Measurements {

  private final JobRuns ours = new JobRuns();
  private final Map<FlinkSqlCountJob.Deduplication, JobRuns> peers =
      new EnumMap<>(FlinkSqlCountJob.Deduplication.class);

  private final JobRuns before = new JobRuns();

  void addOurs(JobRun run) {
    ours.add(run);
  }

  void addPeer(FlinkSqlCountJob.Deduplication peer, JobRun run) {
    peers.computeIfAbsent(peer, p -> new JobRuns()).add(run);
  }

  void addBefore(JobRun run) {
    before.add(run);
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
    if (!before.isEmpty()) {
      addTo(table, name, "before", before);
    } else if (peers.isEmpty()) {
      table.row(
          name, ours.clicksPerSecond(), "", "", ours.medianCpuPerMillion(), ours.peakMebibytes());
    }
    peers.forEach((peer, runs) -> addTo(table, name, peer.name().toLowerCase(Locale.ROOT), runs));
  }

  private void addTo(Table table, String setting, String whose, JobRuns theirs) {
    table.row(
        setting,
        ours.clicksPerSecond(),
        whose + " " + theirs.clicksPerSecond(),
        number(ours.medianClicksPerSecond() / theirs.medianClicksPerSecond()),
        ours.medianCpuPerMillion() + " / " + theirs.medianCpuPerMillion(),
        ours.peakMebibytes() + " / " + theirs.peakMebibytes());
  }
}
