package org.adclicks.pipeline.options;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.adclicks.click.DurationText;
import org.adclicks.transforms.rank.RankingWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads options' texts, and gathers what is wrong with them rather than stopping at the first. */
final class OptionValues {

  private final List<String> problems = new ArrayList<>();

  List<String> problems() {
    return problems;
  }

  void problem(String option, String text) {
    problems.add("--" + option + " " + text);
  }

  /** A number and a unit; zero is fine. */
  Duration duration(String option, String text) {
    Optional<Duration> duration = parseDuration(text);
    if (duration.isEmpty()) {
      problem(
          option, "must be a number with a unit, ms, s, m or h, such as 15s; not '" + text + "'");
    }
    return duration.orElse(Duration.ZERO);
  }

  /** RFC 3339. */
  Instant instant(String option, String text) {
    try {
      return Instant.ofEpochMilli(java.time.Instant.parse(text.strip()).toEpochMilli());
    } catch (DateTimeException e) {
      problem(option, "must be RFC 3339, such as 2000-01-01T00:00:00Z; not '" + text + "'");
      return Instant.EPOCH;
    }
  }

  Duration positiveDuration(String option, String text) {
    Duration duration = duration(option, text);
    if (duration.equals(Duration.ZERO) && parseDuration(text).isPresent()) {
      problem(option, "must be more than zero, not '" + text + "'");
    }
    return duration;
  }

  private static Optional<Duration> parseDuration(String text) {
    return DurationText.parse(text).map(duration -> Duration.millis(duration.toMillis()));
  }

  int between(String option, int value, int low, int high) {
    if (value < low || value > high) {
      problem(option, "must be in " + low + ".." + high + ", not " + value);
    }
    return value;
  }

  /** The text, which must say something. */
  String required(String option, @Nullable String text, String why) {
    if (text == null || text.isBlank()) {
      problem(option, "is missing: " + why);
      return "";
    }
    return text.strip();
  }

  /** The parts between commas, without empty ones. */
  static List<String> list(@Nullable String text) {
    List<String> parts = new ArrayList<>();
    if (text != null) {
      for (String part : text.split(",", -1)) {
        if (!part.isBlank()) {
          parts.add(part.strip());
        }
      }
    }
    return parts;
  }

  Set<Sink> sinks(String option, String text) {
    Set<Sink> sinks = EnumSet.noneOf(Sink.class);
    for (String name : list(text)) {
      boolean known = false;
      for (Sink sink : Sink.values()) {
        if (sink.name().toLowerCase(Locale.ROOT).equals(name)) {
          sinks.add(sink);
          known = true;
        }
      }
      if (!known) {
        problem(option, "has '" + name + "', which is none of " + allSinks());
      }
    }
    return sinks;
  }

  private static String allSinks() {
    List<String> names = new ArrayList<>();
    for (Sink sink : Sink.values()) {
      names.add(sink.name().toLowerCase(Locale.ROOT));
    }
    return String.join(", ", names);
  }

  /**
   * LENGTH/PERIOD, comma-separated. Slices must divide a minute, and a stored length is in whole
   * seconds.
   */
  List<RankingWindow> slidingWindows(String option, String text, int capacity) {
    List<RankingWindow> windows = new ArrayList<>();
    for (String part : list(text)) {
      String[] sides = part.split("/", -1);
      Optional<Duration> length = sides.length == 2 ? parseDuration(sides[0]) : Optional.empty();
      Optional<Duration> period = sides.length == 2 ? parseDuration(sides[1]) : Optional.empty();
      if (length.isEmpty() || period.isEmpty()) {
        problem(option, "has '" + part + "', which is not LENGTH/PERIOD such as 5m/1m");
      } else {
        addWindow(option, part, windows, length.get(), period.get(), capacity);
      }
    }
    return windows;
  }

  private void addWindow(
      String option,
      String text,
      List<RankingWindow> windows,
      Duration length,
      Duration period,
      int capacity) {
    long lengthMillis = length.getMillis();
    long periodMillis = period.getMillis();
    if (periodMillis < 1000 || lengthMillis <= periodMillis || lengthMillis % periodMillis != 0) {
      problem(
          option,
          "has '"
              + text
              + "': a length must be a multiple of its period, and longer; 1s is the least");
    } else if (60_000 % periodMillis != 0 && periodMillis % 60_000 != 0) {
      problem(option, "has '" + text + "': a period must divide a minute or be whole minutes");
    } else if (lengthMillis > 3_600_000) {
      problem(option, "has '" + text + "': longer than an hour is answered from minutes' lists");
    } else if (windows.stream().anyMatch(w -> w.lengthMillis() == lengthMillis)) {
      problem(option, "has two windows as long as '" + text + "'");
    } else {
      windows.add(new RankingWindow(lengthMillis, periodMillis, Math.max(1, capacity)));
    }
  }
}
