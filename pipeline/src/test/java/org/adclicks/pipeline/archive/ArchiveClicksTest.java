package org.adclicks.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.Origin;
import org.adclicks.click.Scope;
import org.adclicks.click.SentTexts;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.pack.ClickCursor;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.parse.SourcedClickCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveClicksTest {

  private static final long ARRIVAL = Instant.parse("2026-11-23T10:59:59.500Z").toEpochMilli();

  private static final Instant HOUR = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path folder;

  @Test
  void rowsReadBackAreTheClicksWritten() throws Exception {
    List<SourcedClick> clicks = clicks();
    write(clicks);

    assertThat(
            select(
                "SELECT * EXCLUDE (arrival_date, arrival_hour) REPLACE (hex(ip) AS ip) FROM "
                    + files()))
        .containsExactlyInAnyOrderElementsOf(clicks.stream().map(ArchiveClicksTest::text).toList());
  }

  @Test
  void filesAreInFoldersByHourOfArrivalAndNothingElseIsLeft() throws Exception {
    write(clicks());

    assertThat(select("SELECT DISTINCT arrival_date, arrival_hour FROM " + files()))
        .containsExactlyInAnyOrder("2026-11-23|10", "2026-11-23|11");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile))
          .allMatch(file -> file.getFileName().toString().matches("clicks-[0-9a-f-]{36}.parquet"));
    }
  }

  @Test
  void writtenAgainAfterARestartEveryOffsetIsThereAndTellsTheTwinsApart() throws Exception {
    List<SourcedClick> clicks = clicks();
    write(clicks);
    write(clicks.subList(100, 200));

    assertThat(select("SELECT count(*) FROM " + files())).containsExactly("400");
    assertThat(
            select(
                "SELECT count(*) FROM (SELECT DISTINCT topic, partition, \"offset\" FROM "
                    + files()
                    + ")"))
        .containsExactly("300");
  }

  @Test
  void packsAreCodedAsTheyAre() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        ArchivePackCoder.of(),
        new ArchivePack(3_600_000, 2, ByteString.copyFrom(new byte[] {1, 2, 3})));
    CoderProperties.coderSerializable(ArchivePackCoder.of());
  }

  @Test
  void readBackTheyAreTheClicksWrittenDuplicatesIncluded() {
    List<SourcedClick> clicks = clicks();
    write(clicks);
    write(clicks.subList(100, 200));
    List<SourcedClick> expected = new ArrayList<>(clicks);
    expected.addAll(clicks.subList(100, 200));

    Pipeline pipeline = pipeline();
    PCollection<SourcedClick> read =
        pipeline.apply(
            "ReadArchive",
            ReadArchive.under(folder.toString(), HOUR, HOUR.plus(Duration.ofHours(5))));
    PAssert.that(read).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void readPackedTheyAreTheSameClicks() {
    List<SourcedClick> clicks = clicks();
    write(clicks);
    write(clicks.subList(100, 200));
    List<String> expected = new ArrayList<>();
    clicks.forEach(click -> expected.add(click.click().toString()));
    clicks.subList(100, 200).forEach(click -> expected.add(click.click().toString()));

    Pipeline pipeline = pipeline();
    PAssert.that(
            pipeline
                .apply(
                    "ReadArchive",
                    ReadArchive.under(folder.toString(), HOUR, HOUR.plus(Duration.ofHours(5)))
                        .packed(4))
                .apply("Unpack", ParDo.of(new UnpackFn())))
        .containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private static final class UnpackFn extends DoFn<KV<MinuteShard, ClickPack>, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void unpack(@Element KV<MinuteShard, ClickPack> pack, OutputReceiver<String> out) {
      assertThat(pack.getValue().minuteMillis()).isEqualTo(pack.getKey().minuteMillis());
      ClickCursor click = pack.getValue().clicks();
      while (click.next()) {
        out.output(click.click().toString());
      }
    }
  }

  @Test
  void onlyTheHoursOfTheRangeAreReadAndTheirClicksCarryTheirTime() {
    List<SourcedClick> clicks = clicks();
    write(clicks);

    Pipeline pipeline = pipeline();
    PCollection<Long> timestamps =
        pipeline
            .apply("ReadArchive", ReadArchive.under(folder.toString(), HOUR, HOUR.plusSeconds(1)))
            .apply(Reify.timestamps())
            .apply(
                MapElements.into(TypeDescriptors.longs())
                    .via(timestamped -> timestamped.getTimestamp().getMillis()));
    PAssert.that(timestamps)
        .containsInAnyOrder(
            clicks.stream()
                .filter(click -> click.arrivalMillis() < HOUR.plusSeconds(3600).toEpochMilli())
                .map(click -> click.click().clickTimestampMillis())
                .toList());
    pipeline.run().waitUntilFinish();
  }

  @Test
  void unfinishedFilesAndHoursWithoutClicksAreNotRead() throws Exception {
    Path leftover = folder.resolve(".temp-beam-1").resolve("clicks-1.parquet");
    Files.createDirectories(leftover.getParent());
    Files.writeString(leftover, "half a file");

    Pipeline pipeline = pipeline();
    PAssert.that(
            pipeline.apply(
                "ReadArchive", ReadArchive.under(folder.toString(), HOUR, HOUR.plusSeconds(1))))
        .empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aRangeWithoutTimeIsRefused() {
    assertThatThrownBy(() -> ReadArchive.under("archive", HOUR, HOUR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no time");
  }

  /** Clicks of long ago among them: no click is too late for the archive. */
  private static List<SourcedClick> clicks() {
    List<SourcedClick> clicks = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      clicks.add(
          new SourcedClick(
              new Click(
                  "ad-" + i % 10,
                  1_500_000_000_000L + i,
                  "Nutzerin-ä-" + i,
                  i % 3 == 0 ? "2001:db8::1" : "192.0.2." + i % 256,
                  Scope.narrowest("DE"),
                  i % 2 == 0 ? null : "click-" + i),
              new Origin("clicks", i % 3, i),
              ARRIVAL + i * 10L,
              SentTexts.NONE.with(Dimension.COUNTRY, sentCountry(i))));
    }
    return clicks;
  }

  private static @Nullable String sentCountry(int i) {
    return i % 7 == 0 ? "" : i % 5 == 0 ? " de" : i == 11 ? "x".repeat(60_000) : null;
  }

  private static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2").create());
  }

  private void write(List<SourcedClick> clicks) {
    Pipeline pipeline = pipeline();
    pipeline
        .apply(
            Create.timestamped(
                    clicks.stream()
                        .map(
                            click ->
                                TimestampedValue.of(
                                    click,
                                    org.joda.time.Instant.ofEpochMilli(
                                        click.click().clickTimestampMillis())))
                        .toList())
                .withCoder(SourcedClickCoder.of()))
        .apply(
            "ArchiveClicks",
            ArchiveClicks.under(folder.toString())
                .withRoll(org.joda.time.Duration.standardSeconds(1)));
    pipeline.run().waitUntilFinish();
  }

  private String files() {
    return "read_parquet('"
        + folder
        + "/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)";
  }

  private static String text(SourcedClick sourced) {
    Click click = sourced.click();
    return String.join(
        "|",
        click.adId(),
        instant(click.clickTimestampMillis()),
        click.userId(),
        HexFormat.of().withUpperCase().formatHex(InetAddresses.forString(click.ip()).getAddress()),
        Dimension.ALL.stream()
            .map(each -> click.scope().requireValue(each) + "|" + sourced.sent().of(each))
            .collect(Collectors.joining("|")),
        String.valueOf(click.clickId()),
        sourced.origin().topic(),
        String.valueOf(sourced.origin().partition()),
        String.valueOf(sourced.origin().offset()),
        instant(sourced.arrivalMillis()));
  }

  private static String instant(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static List<String> select(String query) throws SQLException, IOException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          Object value = result.getObject(i);
          values.add(
              value instanceof java.time.OffsetDateTime time
                  ? time.toInstant().toString()
                  : String.valueOf(value));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }
}
