package org.adclicks.pipeline.load;

import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.adclicks.v1.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * What became of the loaded lines. accepted + rejected + duplicate + too late = lines.
 *
 * @param wellFormed clicks among them: what was to be counted
 * @param answered what the pipeline made of those; null if there was nobody to ask
 */
record LoadOutcome(
    long lines,
    long wellFormed,
    Map<RejectionReason, Long> rejected,
    MinutesService.@Nullable Answered answered) {

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

  /** What to do about clicks that came too late; nothing if none did. */
  Optional<String> advice() {
    MinutesService.Answered known = answered;
    if (known == null || known.tooLate() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        known.tooLate()
            + " clicks are older than the allowed lateness: they are kept in the archive, but the"
            + " totals do not hold them");
  }
}
