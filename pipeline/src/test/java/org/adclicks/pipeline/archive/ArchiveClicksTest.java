package org.adclicks.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.adclicks.transforms.Click;
import org.adclicks.transforms.Origin;
import org.adclicks.transforms.SourcedClick;
import org.adclicks.transforms.SourcedClickCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveClicksTest {

  private static final long ARRIVAL = Instant.parse("2026-11-23T10:59:59.500Z").toEpochMilli();

  @TempDir Path folder;

  @Test
  void rowsReadBackAreTheClicksWritten() throws Exception {
    List<SourcedClick> clicks = clicks();
    write(clicks);

    assertThat(select("SELECT * EXCLUDE (arrival_date, arrival_hour) FROM " + files()))
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
        new ArchivePack(
            3_600_000, 2, com.google.protobuf.ByteString.copyFrom(new byte[] {1, 2, 3})));
    CoderProperties.coderSerializable(ArchivePackCoder.of());
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
                  "user",
                  "2001:db8::1",
                  "DE",
                  i % 2 == 0 ? null : "click-" + i),
              new Origin("clicks", i % 3, i),
              ARRIVAL + i * 10L));
    }
    return clicks;
  }

  private void write(List<SourcedClick> clicks) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
                .create());
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
            ArchiveClicks.under(folder.toString()).withRoll(Duration.standardSeconds(1)));
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
        click.ip(),
        click.country(),
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
