package org.adclicks.localstack.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The samples of a page in Prometheus' text format. Lines that are none are passed over. */
public record MetricsPage(List<Sample> samples) {

  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? +(\\S+)(?: \\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One value, and what it is of. */
  public record Sample(String name, Map<String, String> labels, double value) {

    public Sample {
      labels = Map.copyOf(labels);
    }

    public String label(String label) {
      return labels.getOrDefault(label, "");
    }
  }

  public MetricsPage {
    samples = List.copyOf(samples);
  }

  public static MetricsPage parse(String text) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher sample = LINE.matcher(line.strip());
      if (sample.matches()) {
        samples.add(new Sample(sample.group(1), labels(sample.group(2)), number(sample.group(3))));
      }
    }
    return new MetricsPage(samples);
  }

  /** The samples of several processes of one job. */
  static MetricsPage together(List<MetricsPage> pages) {
    return new MetricsPage(pages.stream().flatMap(page -> page.samples().stream()).toList());
  }

  private static Map<String, String> labels(@Nullable String text) {
    Map<String, String> labels = new TreeMap<>();
    if (text != null) {
      Matcher label = LABEL.matcher(text);
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** All samples of a name added up; nothing if there is none. */
  public OptionalDouble sum(String name) {
    List<Sample> found = samples.stream().filter(sample -> sample.name().equals(name)).toList();
    return found.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(found.stream().mapToDouble(Sample::value).sum());
  }

  /** All samples of a name added up, for people to read: 0 if there is none. */
  String shown(String name) {
    return String.format(Locale.ROOT, "%,d", Math.round(sum(name).orElse(0)));
  }

  /** The mean of a histogram of seconds, for people to read. */
  String meanShown(String name) {
    double count = sum(name + "_count").orElse(0);
    return count == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f ms", 1000 * sum(name + "_sum").orElse(0) / count);
  }

  /** The greatest sample of a name; nothing if there is none. */
  OptionalDouble max(String name) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(Sample::value)
        .max();
  }

  /** The least sample of a name; nothing if there is none. */
  OptionalDouble min(String name) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(Sample::value)
        .min();
  }

  /** The samples of a name added up for each value of a label. */
  public Map<String, Double> sums(String name, String label) {
    Map<String, Double> sums = new TreeMap<>();
    for (Sample sample : samples) {
      if (sample.name().equals(name)) {
        sums.merge(sample.label(label), sample.value(), Double::sum);
      }
    }
    return sums;
  }
}
