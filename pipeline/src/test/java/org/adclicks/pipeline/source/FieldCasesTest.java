package org.adclicks.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.Rejection;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.pipeline.logfile.FileLine;
import org.adclicks.pipeline.logfile.LogFileReader;
import org.adclicks.pipeline.logfile.UnreadableFileException;
import org.adclicks.v1.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each field case's file holds, read as load and the pipeline read it. */
class FieldCasesTest {

  private static final long NOW = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();

  private final List<Click> clicks = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final Map<String, String> sentCountries = new TreeMap<>();

  @ParameterizedTest
  @CsvSource({
    "concat-bom-data.csv,        c2=10",
    "concat-header-bom.csv,      c1=10",
    "bom-crlf-header.csv,        b1=5",
    "mid-header-other-order.csv, c3=10",
    "gz-multi.csv.gz,            g1=10",
    "gz-zeropad.csv.gz,          g2=5",
    "clicks.csv.zst,             g10=50",
    "clicks.csv.bz2,             g9=50",
    "clicks.csv.xz,              g12=50",
    "app.log,                    g20=10",
    "app.log.1,                  g20=10",
    "same.log,                   g21=10",
    "nonl.csv,                   g18=5",
    "partial-completed.jsonl,    g17=5"
  })
  void holdsNothingButClicks(String file, String counts) throws IOException {
    read(FieldCase.file(file));

    assertThat(counts()).isEqualTo(counts);
    assertThat(rejections).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "csv-newline-in-quotes.csv, c5=1,                            6",
    "csv-quotes-trailing.csv,   'a,b=1 c4=2 say \"hi\"=1',       1",
    "nul-front.jsonl,           g15=2,                           0",
    "nul-tail.jsonl,            g16=2,                           1",
    "partial.jsonl,             g17=4,                           1",
    "clicks-latin1.csv,         g14=3,                           1",
    "epoch-seconds.csv,         '',                              20",
    "empty.csv,                 '',                              0",
    "onlyheader.csv,            '',                              0"
  })
  void tellsClicksFromWhatIsNone(String file, String counts, int rejected) throws IOException {
    read(FieldCase.file(file));

    assertThat(counts()).isEqualTo(counts);
    assertThat(rejections).hasSize(rejected);
  }

  @ParameterizedTest
  @CsvSource({
    "gz-plain-appended.csv.gz,   stops being gzip at byte 77",
    "gz-garbage-between.csv.gz,  stops being gzip at byte 78",
    "gz-truncated.csv.gz,        'is not a whole gzip file (it ends in the middle, at byte 952)'",
    "gz-crc.csv.gz,              'is not a whole gzip file (its checksum is another, at byte 259)'",
    "clicks.zip,                 is zip: unpack it first",
    "gzgz.csv.gz,                is gzip inside gzip: unpack it first"
  })
  void refusesWhatIsNoWholeLog(String file, String reason) {
    assertThatThrownBy(() -> read(FieldCase.file(file)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void saysThatSecondsAreNoMilliseconds() throws IOException {
    read(FieldCase.file("epoch-seconds.csv"));

    assertThat(rejections)
        .allSatisfy(
            rejection -> {
              assertThat(rejection.reason()).isEqualTo(RejectionReason.ANCIENT_TIMESTAMP);
              assertThat(rejection.detail())
                  .contains("looks like seconds since 1970, not milliseconds");
            });
  }

  @Test
  void losesNoClickForItsCountry() throws IOException {
    read(FieldCase.file("countries.jsonl"));

    assertThat(rejections).isEmpty();
    assertThat(clicks).hasSize(43);
    Map<String, Long> byCountry =
        clicks.stream()
            .collect(
                Collectors.groupingBy(
                    click -> click.scope().requireValue(Dimension.COUNTRY),
                    TreeMap::new,
                    Collectors.counting()));
    assertThat(byCountry)
        .hasToString(
            "{AQ=1, AX=1, BQ=1, BV=1, CW=1, EH=1, GB=4, GR=1, GS=1, HM=1, SS=1, SX=1, UM=1, US=5,"
                + " XK=1, ZZ=21}");
    assertThat(sentCountries)
        .containsEntry("k-00", "us")
        .doesNotContainKey("k-02")
        .containsEntry("k-03", "UK")
        .containsEntry("k-18", "N/A")
        .containsEntry("k-25", "GBR")
        .containsEntry("k-40", " US")
        .containsEntry("k-16", "")
        .containsEntry("k-none", "");
  }

  private void read(Path file) throws IOException {
    AllowedSkew skew = new AllowedSkew(300_000);
    try (LogFileReader reader = LogFileReader.open(file)) {
      for (FileLine line = reader.next(); line != null; line = reader.next()) {
        if (line.raw().parsed() instanceof ParsedLine.Accepted accepted) {
          Click click = accepted.click();
          skew.check(click, NOW).ifPresentOrElse(rejections::add, () -> clicks.add(click));
          String sent = accepted.sent().of(Dimension.COUNTRY);
          if (sent != null) {
            sentCountries.put(click.adId(), sent);
          }
        } else if (line.raw().parsed() instanceof ParsedLine.Rejected rejected) {
          rejections.add(rejected.rejection());
        }
      }
    }
  }

  /** "ad=clicks ad=clicks", ads in order. */
  private String counts() {
    return clicks.stream()
        .map(Click::adId)
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(Map.Entry::toString)
        .collect(Collectors.joining(" "));
  }
}
