package org.adclicks.benchmarks.counting;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What clicks a topic is filled with. */
enum Workload {
  ZIPF(
      "2 M ads, Zipf, 1 % duplicates, 1 % late",
      100, ImmutableList.of("--duplicates=1%", "--late=1%")),
  /** For what takes longer. */
  FEWER("the same, fewer", 75, ImmutableList.of("--duplicates=1%", "--late=1%")),
  HOT_AD(
      "the same, one ad with half of all clicks",
      100,
      ImmutableList.of("--duplicates=1%", "--late=1%", "--hot-ad=50%")),
  MANY_DUPLICATES(
      "the same, 10 % duplicates", 100, ImmutableList.of("--duplicates=10%", "--late=1%"));

  private static final String START = "2024-03-01T10:00:00Z";

  private final String description;
  private final int percent;
  private final ImmutableList<String> mix;

  Workload(String description, int percent, ImmutableList<String> mix) {
    this.description = description;
    this.percent = percent;
    this.mix = mix;
  }

  String description() {
    return description;
  }

  String topic() {
    return "clicks-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How many of the lines asked for a topic has. */
  long lines(long asked) {
    return asked * percent / 100;
  }

  /** The arguments of {@code generate}: ten thousand clicks for each second of event time. */
  List<String> generatorArguments(long asked, String bootstrapServers) {
    List<String> arguments = new ArrayList<>(mix);
    arguments.addAll(
        List.of(
            "--kafka",
            "--clicks=" + lines(asked),
            "--start=" + START,
            "--bootstrap=" + bootstrapServers,
            "--topic=" + topic()));
    return arguments;
  }
}
