package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.proto.store.Periods;
import picocli.CommandLine;

/**
 * What recompute and reconcile make of an archive and a store that a stream has filled: SQL over
 * the raw lines is the judge.
 */
final class RestatedAnswers {

  private static final Instant FROM = Instant.ofEpochMilli(Periods.hourOf(SampleLog.START));
  private static final Instant TO =
      Instant.ofEpochMilli(Periods.hourOf(SampleLog.END) + Periods.HOUR_MILLIS);

  private final CqlSession session;
  private final Oracle oracle;
  private final Map<String, String> stream;
  private final StringWriter said = new StringWriter();

  RestatedAnswers(CqlSession session, Oracle oracle, Map<String, String> stream) {
    this.session = session;
    this.oracle = oracle;
    this.stream = stream;
  }

  /** On the engine of the stream. */
  void checkRecompute() {
    assertThat(run("recompute")).as(said::toString).isZero();
    assertThat(said.toString()).contains("hours restated: 2; no minute has other clicks");
    checkEpoch(1);
  }

  /** All that can be asked of both, and what is refused. */
  void check() throws IOException {
    checkRefusals();
    // The stream's own answers are those of the archive: nothing drifts.
    assertThat(run("reconcile")).as(said::toString).isZero();
    assertThat(said.toString().lines()).contains("no drift");

    damage();
    assertThat(run("reconcile", "--repair", "--examples=100")).as(said::toString).isZero();
    assertThat(said.toString()).contains(DAMAGED);
    assertThat(said.toString().lines()).contains("no drift");

    assertThat(run("recompute", "--hours-at-once=1")).as(said::toString).isZero();
    assertThat(said.toString()).contains("no minute has other clicks");
    checkEpoch(newestEpoch());

    forgetThatItIsDone();
    assertThat(run("recompute", "--resume", "--allow-less")).as(said::toString).isZero();
    assertThat(said.toString()).contains("counted otherwise").contains("hours restated: 2");

    forgetThatItIsDone();
    assertThat(run("recompute", "--resume", "--allow-less")).as(said::toString).isZero();
    assertThat(said.toString())
        .contains("going on: 2 of 2 hours were restated before")
        .contains("hours restated: 0");
  }

  /** As if the newest had been killed before it could say that it is done. */
  private void forgetThatItIsDone() {
    session.execute(
        "UPDATE recomputes SET done = null WHERE store = 'stream' AND epoch = " + newestEpoch());
  }

  private int newestEpoch() {
    return session.execute("SELECT epoch FROM restated_hours").all().stream()
        .mapToInt(row -> row.getInt("epoch"))
        .max()
        .orElseThrow();
  }

  /** Nothing of what is refused is seen. */
  private void checkRefusals() throws IOException {
    assertThat(run("recompute", "--clickBuckets=8")).isEqualTo(1);
    assertThat(said.toString()).contains("give --clickBuckets=64, not 8");
    assertThat(run("recompute", "--slidingWindows=")).isEqualTo(1);
    assertThat(said.toString()).contains("give --slidingWindows=60s/10s,300s/60s");
    assertThat(run("recompute", "--arrived-before=" + FROM)).isEqualTo(1);
    assertThat(said.toString()).contains("leaves out clicks of these hours");
    Row told =
        session.execute("SELECT counted_from, final_through FROM counted_spans").all().get(0);
    tellFinal(told, FROM.plusSeconds(60));
    assertThat(run("recompute")).isEqualTo(1);
    assertThat(said.toString()).contains("are FINAL through", "--ended-stream");
    // Another has begun, so that this one can be gone.
    Instant later = TO.plusSeconds(86_400);
    session.execute(
        "INSERT INTO counted_spans (store, counted_from, counted_through, windows, windows_from)"
            + " VALUES ('stream', ?, ?, '', ?)",
        later,
        later.plusSeconds(60),
        later);
    assertThat(run("recompute", "--ended-stream")).isEqualTo(1);
    assertThat(said.toString()).contains("keeps lists of other windows");
    session.execute("DELETE FROM counted_spans WHERE store = 'stream' AND counted_from = ?", later);
    tellFinal(told, Objects.requireNonNull(told.getInstant("final_through")));
    assertThat(run("recompute", "--flinkMaster=127.0.0.1:1", "--dry-run")).isEqualTo(2);
    assertThat(said.toString()).contains("give a --work-dir");
    Path archive = Path.of(Objects.requireNonNull(stream.get("archiveDir")));
    Path elsewhere = Files.move(archive, archive.resolveSibling("elsewhere"));
    assertThat(run("recompute")).as(said::toString).isEqualTo(1);
    assertThat(said.toString()).contains("the archive lacks").contains("--allow-less");
    assertThat(run("reconcile")).as(said::toString).isEqualTo(1);
    assertThat(said.toString())
        .contains("not compared: 2021-03-04T10:00:00Z: the archive lacks clicks of 2 minutes")
        .contains("no drift in what was compared");
    Files.move(elsewhere, archive);
    assertThat(session.execute("SELECT hour FROM restated_hours").all()).isEmpty();
  }

  private void tellFinal(Row span, Instant through) {
    session.execute(
        "UPDATE counted_spans SET final_through = ? WHERE store = 'stream' AND counted_from = ?",
        through,
        span.getInstant("counted_from"));
  }

  /** Both hours, whatever was restated of them before. */
  private void checkEpoch(int epoch) {
    AnswerCheck check = new AnswerCheck(oracle, new StoredAnswers(session, epoch));
    check.cells();
    check.hours();
    check.leaderboards();
    check.slidingLists(60_000, 10_000);
    check.slidingLists(300_000, 60_000);
    check.clickHours(TO.toEpochMilli());
    check.restatedMinutes();
    assertThat(
            session.execute("SELECT hour, epoch FROM restated_hours").all().stream()
                .map(row -> row.getInt("epoch")))
        .containsExactly(epoch, epoch);
  }

  private static final List<String> DAMAGED =
      List.of(
          " cells: ",
          " cells_by_hour: ",
          " leaderboards: ",
          " leaderboards_by_five_minutes: ",
          " top_ads: ",
          " click_hours: ",
          " minutes: ",
          " cells_by_day: ",
          "is missing",
          "should not be there");

  /** In each table something, in as many ways as there are. */
  private void damage() {
    damage(
        "UPDATE cells SET clicks = 77777 WHERE",
        any("cells"),
        "bucket",
        "hour",
        "ad_id",
        "minute",
        "country");
    Row cell = any("cells");
    session.execute(
        "INSERT INTO cells (bucket, hour, ad_id, minute, country, clicks) VALUES (?, ?, ?, ?, 'NZ', 5)",
        cell.getInt("bucket"),
        cell.getInstant("hour"),
        cell.getString("ad_id"),
        cell.getInstant("minute"));
    damage("DELETE FROM cells_by_hour WHERE", any("cells_by_hour"), "bucket", "day", "ad_id");
    damage(
        "UPDATE cells_by_day SET clicks = 1 WHERE",
        any("cells_by_day"),
        "bucket",
        "month",
        "ad_id",
        "day",
        "country");
    damage("DELETE FROM leaderboards WHERE", any("leaderboards"), "scope", "hour", "minute");
    shorten("leaderboards_by_five_minutes", "scope", "hour", "start");
    shorten("top_ads", "window_seconds", "scope", "hour", "window_end");
    damage("DELETE FROM click_hours WHERE", any("click_hours"), "side", "bucket", "day", "chunk");
    Row minute =
        session.execute("SELECT * FROM minutes").all().stream()
            .filter(row -> StoredAnswers.epochOf(row) == 0)
            .filter(row -> StoredAnswers.counts(row).clicks() > 0)
            .findFirst()
            .orElseThrow();
    damage("UPDATE minutes SET counts = (1, 1, 0, 0, 0, 0) WHERE", minute, "day", "minute");
  }

  /** Executes a statement of the row that has these columns' values. */
  private void damage(String statement, Row row, String... columns) {
    session.execute(
        Stream.of(columns)
            .map(column -> column + " = ?")
            .collect(Collectors.joining(" AND ", statement + " ", "")),
        Stream.of(columns).map(row::getObject).toArray());
  }

  /** Takes the last ad from a list. */
  private void shorten(String table, String... columns) {
    Row row = any(table);
    List<Object> values = new ArrayList<>(List.of(shortened(row)));
    Stream.of(columns).map(row::getObject).forEach(values::add);
    session.execute(
        Stream.of(columns)
            .map(column -> column + " = ?")
            .collect(Collectors.joining(" AND ", "UPDATE " + table + " SET board = ? WHERE ", "")),
        values.toArray());
  }

  /** One that the stream has written: what was refused has left rows that nobody reads. */
  private Row any(String table) {
    return session.execute("SELECT * FROM " + table).all().stream()
        .filter(row -> StoredAnswers.epochOf(row) == 0)
        .findFirst()
        .orElseThrow();
  }

  /** A list without its last ad. */
  private static ByteBuffer shortened(Row row) {
    try {
      var list =
          org.adclicks.v1.Leaderboard.parseFrom(Objects.requireNonNull(row.getByteBuffer("board")));
      return list.toBuilder()
          .removeAds(list.getAdsCount() - 1)
          .build()
          .toByteString()
          .asReadOnlyByteBuffer();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private int run(String command, String... more) {
    said.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of(command, "--from=" + FROM, "--to=" + TO));
    for (String name :
        List.of("runner", "archiveDir", "cassandraHosts", "cassandraPort", "cassandraKeyspace")) {
      arguments.add("--" + name + "=" + stream.get(name));
    }
    arguments.addAll(List.of(more));
    CommandLine main = Main.commandLine();
    PrintWriter out = new PrintWriter(said);
    main.setOut(out).setErr(out);
    return main.execute(arguments.toArray(String[]::new));
  }
}
