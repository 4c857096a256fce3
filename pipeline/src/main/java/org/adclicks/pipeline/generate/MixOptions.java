package org.adclicks.pipeline.generate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.adclicks.click.Dimension;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.TimeSpanConverter;
import picocli.CommandLine.Option;

/** What generated clicks are like, as options. */
final class MixOptions {

  @Option(
      names = "--ads",
      defaultValue = "2000000",
      description = "Different ads. Default: ${DEFAULT-VALUE}.")
  private int ads;

  @Option(
      names = {"--skew", "--zipf"},
      paramLabel = "EXPONENT",
      defaultValue = "1.0",
      description =
          "How unequal ads are: 0 all alike, 1 the second half as often as the first. Default:"
              + " ${DEFAULT-VALUE}.")
  private double zipf;

  @Option(
      names = "--hot-ad",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = ShareConverter.class,
      description =
          "Share of all clicks that go to one more ad, ad-hot. Default: ${DEFAULT-VALUE}.")
  private double hotAd;

  @Option(
      names = "--users",
      defaultValue = "1000000",
      description = "Different users, each with one ip and one country. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--random-ips",
      description = "Give each click a random IPv4 address, whoever its user is.")
  private boolean randomIps;

  @Option(
      names = "--countries",
      split = ",",
      paramLabel = "CODE",
      defaultValue = "US,IN,BR,DE,GB,JP,FR,MX,ID,CA,AU,NL,CH,SE,ZA",
      description = "Countries, most frequent first. Default: ${DEFAULT-VALUE}.")
  private List<String> countries = List.of();

  @Option(names = "--click-ids", description = "Give each click an id of its own.")
  private boolean clickIds;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = ShareConverter.class,
      description =
          "Share of lines that stand a second time, near or far behind. Default: ${DEFAULT-VALUE}.")
  private double duplicates;

  @Option(
      names = "--late",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = ShareConverter.class,
      description = "Share of clicks written later than they happened. Default: ${DEFAULT-VALUE}.")
  private double late;

  @Option(
      names = "--max-lateness",
      defaultValue = "4m",
      converter = TimeSpanConverter.class,
      description =
          "How late at most, and how far a duplicate is behind at most. Default: ${DEFAULT-VALUE}.")
  private Duration maxLateness = Duration.ZERO;

  @Option(
      names = "--clock-skew",
      defaultValue = "0s",
      converter = TimeSpanConverter.class,
      description =
          "How far each server's clock is off at most, ahead or behind. Default: ${DEFAULT-VALUE}.")
  private Duration skew = Duration.ZERO;

  @Option(
      names = "--bad",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = ShareConverter.class,
      description = "Share of lines that are no clicks. Default: ${DEFAULT-VALUE}.")
  private double bad;

  ClickMix toMix() throws CommandFailure {
    Map<Dimension, List<String>> values =
        Map.of(Dimension.COUNTRY, known("--countries", Dimension.COUNTRY, countries));
    if (zipf < 0) {
      throw CommandFailure.usage("--skew must not be negative");
    }
    try {
      return new ClickMix(
          ads,
          zipf,
          hotAd,
          users,
          randomIps,
          values,
          clickIds,
          duplicates,
          late,
          maxLateness.toMillis(),
          skew.toMillis(),
          bad);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(CommandFailure.reason(e));
    }
  }

  private static List<String> known(String option, Dimension dimension, List<String> given)
      throws CommandFailure {
    List<String> values = new ArrayList<>();
    for (String text : given) {
      String value = dimension.named(text);
      if (value == null) {
        throw CommandFailure.usage(option + ": '" + text + "' is not " + dimension.description());
      }
      values.add(value);
    }
    return values;
  }
}
