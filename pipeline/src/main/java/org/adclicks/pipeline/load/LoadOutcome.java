package org.adclicks.pipeline.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.adclicks.v1.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * What became of the loaded lines. accepted + rejected + duplicate + too late = lines.
 *
 * @param wellFormed clicks among them: what was to be counted
 * @param clickless the logs of which no line is a click
 * @param answered what the pipeline made of those; null if there was nobody to ask
 * @param clicksBefore how many clicks their minutes had before
 */
record LoadOutcome(
    long lines,
    long wellFormed,
    Map<RejectionReason, Long> rejected,
    List<ClicklessLog> clickless,
    MinutesService.@Nullable Answered answered,
    long clicksBefore) {

  String summary() {
    long rejectedLines = lines - wellFormed;
    MinutesService.Answered known = answered;
    if (known == null) {
      return "loaded "
          + lines
          + " lines: "
          + wellFormed
          + " accepted, "
          + rejectedLines
          + " rejected (duplicate and too late are not known without a query service)";
    }
    long accepted = Math.max(0, wellFormed - known.duplicates() - known.tooLate());
    return "loaded "
        + lines
        + " lines: "
        + accepted
        + " accepted, "
        + rejectedLines
        + " rejected, "
        + known.duplicates()
        + " duplicate, "
        + known.tooLate()
        + " too late";
  }

  /** Why lines were rejected, most frequent reason first; nothing if none was. */
  Optional<String> rejections() {
    if (rejected.isEmpty()) {
      return Optional.empty();
    }
    StringJoiner reasons = new StringJoiner(", ", "rejected: ", "");
    rejected.entrySet().stream()
        .sorted(Map.Entry.<RejectionReason, Long>comparingByValue().reversed())
        .forEach(entry -> reasons.add(entry.getValue() + " " + entry.getKey()));
    return Optional.of(reasons.toString());
  }

  /** What to look after, a line each; nothing if all is well. */
  List<String> advice() {
    List<String> advice = new ArrayList<>();
    clickless.forEach(log -> advice.add(log.explanation()));
    MinutesService.Answered known = answered;
    if (known != null && known.tooLate() > 0) {
      advice.add(tooLate(known));
    }
    return advice;
  }

  /** The pipeline has forgotten what it counted of those minutes; so it cannot be told apart. */
  private String tooLate(MinutesService.Answered known) {
    boolean mayBeCounted = clicksBefore + known.clicks() > 0;
    return known.tooLate()
        + " clicks are older than the allowed lateness: they are kept in the archive, but "
        + (mayBeCounted
            ? "not added to the totals. The totals hold those of them that were counted before,"
                + " and lack the others"
            : "the totals do not hold them")
        + ". Give several servers' files of the same time together: load FILE FILE...";
  }
}
