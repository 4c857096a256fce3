package org.adclicks.query.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.Main;
import org.adclicks.query.RunningService;
import org.adclicks.query.SharedCassandra;
import org.adclicks.query.TestClick;
import org.adclicks.query.TestOpenRows;
import org.adclicks.query.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands as scripts and people use them. */
class QueryCommandIT {

  private static final List<TestClick> CLICKS =
      List.of(
          TestClick.at("2026-11-23T10:00:01Z", "ad1", "ann", "1.2.3.4", "US"),
          TestClick.at("2026-11-23T10:00:02Z", "ad1", "bob", "1.2.3.5", "DE"),
          TestClick.at("2026-11-23T10:00:03Z", "ad2", "ann", "1.2.3.4", "US"));
  private static final String[] MINUTE = {
    "--from", "2026-11-23T10:00:00Z", "--to", "2026-11-23T10:01:00Z"
  };

  @TempDir private static Path stateDir;
  private static CqlSession session;
  private static RunningService service;

  @BeforeAll
  static void start() throws IOException {
    session = SharedCassandra.keyspace("commands");
    TestStore store = new TestStore(session, CLICKS);
    store.cells();
    store.clickIndex();
    store.leaderboards(1000);
    store.progress(at("10:01:30"), at("10:01:00"));
    store.counted(at("09:59:00"), at("10:01:30"), "");
    service = new RunningService(session);
    Files.writeString(
        stateDir.resolve("endpoints.properties"), "query.endpoint=127.0.0.1:" + service.port());
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @Test
  void countsWithMinutesStillOpen() throws IOException {
    TestOpenRows rows = new TestOpenRows(session);
    List<TestClick> open =
        List.of(
            TestClick.at("2026-11-23T10:01:20Z", "ad9", "u", "1.2.3.4", "US"),
            TestClick.at("2026-11-23T10:01:21Z", "ad9", "u", "1.2.3.4", "DE"));
    rows.tell(at("10:01:45"), at("10:01:00"), rows.write(open, 1, 1));
    Result count = query("count", "ad9", "--include-open");
    assertThat(count.out)
        .contains("ad9: 2 clicks")
        .contains("as of 2026-11-23T10:01:30Z, counted through 2026-11-23T10:01:45Z, OPEN");
    assertThat(query("count", "ad9", "--include-open", "--json").json().get("counted_through"))
        .hasToString("\"2026-11-23T10:01:45Z\"");
    Result top = query("top", "--include-open");
    assertThat(top.out).contains("   1           2  ad9").contains("counted through");
    Result ofUser = query("count", "ad9", "--include-open", "--filter", "user_id=\"u\"");
    assertThat(ofUser.exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(ofUser.err).contains("include_open: cannot be combined").hasLineCount(1);
  }

  @Test
  void saysWhatToDoWithAnOlderStore() {
    session.execute(
        "CREATE KEYSPACE older WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute(
        "CREATE TABLE older.schema_version (version int PRIMARY KEY, applied timestamp)");
    session.execute("INSERT INTO older.schema_version (version) VALUES (7)");
    String store =
        SharedCassandra.address().getHostString() + ":" + SharedCassandra.address().getPort();
    Result older = run("serve", "--cassandra", store, "--keyspace", "older", "--store-wait", "1s");
    assertThat(older.exitCode).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(older.err)
        .contains(
            "has schema version 7, this build reads "
                + StoreSchema.VERSION
                + ": ./adclicks schema apply brings it up")
        .hasLineCount(1);
  }

  @Test
  void countsForScripts() throws IOException {
    Result result = query("count", "ad1", "--json", "--filter", "country=\"us\"");
    assertThat(result.exitCode).isZero();
    assertThat(result.json())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"ad_id": "ad1", "count": 1, "from": "2026-11-23T10:00:00Z",
                     "to": "2026-11-23T10:01:00Z", "filter": "country = \\"US\\"",
                     "as_of": "2026-11-23T10:01:30Z", "state": "FINAL", "restated": false,
                     "data_from": "2026-11-23T09:59:00Z"}
                    """));
  }

  @Test
  void ranksForScripts() throws IOException {
    Result result = query("top", "--json", "--count", "5", "--window", "2m");
    assertThat(result.exitCode).isZero();
    assertThat(result.json())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"ads": [{"rank": 1, "ad_id": "ad1", "clicks": 2},
                             {"rank": 2, "ad_id": "ad2", "clicks": 1}],
                     "ad_ids": ["ad1", "ad2"],
                     "from": "2026-11-23T09:59:00Z", "to": "2026-11-23T10:01:00Z", "filter": "",
                     "as_of": "2026-11-23T10:01:30Z", "state": "FINAL", "restated": false,
                     "data_from": "2026-11-23T09:59:00Z"}
                    """));
  }

  @Test
  void answersPeople() {
    Result count = query("count", "ad2", MINUTE[0], MINUTE[1], MINUTE[2], MINUTE[3]);
    assertThat(count.out)
        .isEqualToNormalizingNewlines(
            """
            ad2: 1 click
            2026-11-23T10:00:00Z to 2026-11-23T10:01:00Z
            as of 2026-11-23T10:01:30Z, FINAL
            """);
    Result top = query("top", "--window", "2m", "--filter", "user_id=\"ann\"");
    assertThat(top.out)
        .isEqualToNormalizingNewlines(
            """
               1           1  ad1
               2           1  ad2
            2026-11-23T09:59:00Z to 2026-11-23T10:01:00Z, user_id = "ann"
            as of 2026-11-23T10:01:30Z, FINAL
            """);
    assertThat(query("top", "--window", "2m", "--filter", "ip=\"9.9.9.9\"").out)
        .startsWith("no clicks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count ad1 --from soon | adclicks query count: from: ",
        "count ad1 --filter country=US | adclicks query count: filter: ",
        "top --window 90s | adclicks query top: window: ",
        "top --count 0 | adclicks query top: --count must be 1 to 1000",
        "top --count 1001 | adclicks query top: count: ",
        "top --count many | adclicks query top: Invalid value for option '--count'",
        "count | adclicks query count: Missing required parameter",
        "count ad1 --nonsense | adclicks query count: Unknown option",
        "top --endpoint here | adclicks query top: Invalid value for option '--endpoint'",
      })
  void saysWhatIsWrongInOneLineAndExitsWithTwo(String arguments, String line) {
    Result result = query(arguments.split(" ", -1));
    assertThat(result.err).startsWith(line).hasLineCount(1);
    assertThat(result.out).isEmpty();
    assertThat(result.exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  @Test
  void saysWhatToDoWhereNoServiceIs(@TempDir Path empty) {
    Result nothing = run("query", "count", "ad1", "--state-dir", empty.toString());
    assertThat(nothing.err).startsWith("adclicks query count: no stack is running: ./adclicks up");
    assertThat(nothing.exitCode).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    Result refused = run("query", "top", "--endpoint", "127.0.0.1:1");
    assertThat(refused.err)
        .startsWith("adclicks query top: no service answers at 127.0.0.1:1; ./adclicks status says")
        .hasLineCount(1);
    assertThat(refused.exitCode).isEqualTo(CommandLine.ExitCode.SOFTWARE);
  }

  @Test
  void servesNotWithoutAStoreOrAPort() {
    String store =
        SharedCassandra.address().getHostString() + ":" + SharedCassandra.address().getPort();
    Result taken =
        run(
            "serve",
            "--port",
            Integer.toString(service.port()),
            "--cassandra",
            store,
            "--keyspace",
            "commands");
    assertThat(taken.err)
        .startsWith("adclicks serve: cannot listen on 127.0.0.1:" + service.port())
        .hasLineCount(1);
    assertThat(taken.exitCode).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    Result missing = run("serve", "--cassandra", "127.0.0.1:1", "--store-wait", "1s");
    assertThat(missing.err)
        .startsWith("adclicks serve: no Cassandra answers at 127.0.0.1:1")
        .hasLineCount(1);
    assertThat(missing.exitCode).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    Result empty =
        run("serve", "--cassandra", store, "--keyspace", "nowhere", "--store-wait", "1s");
    assertThat(empty.err).contains("has no keyspace nowhere").hasLineCount(1);
    assertThat(run("serve", "--longest-answer", "5").exitCode)
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run("serve", "--port", "65536").exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  private static Result query(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "query";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--state-dir";
    all[arguments.length + 2] = stateDir.toString();
    return run(all);
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }

  private static long at(String time) {
    return Instant.parse("2026-11-23T" + time + "Z").toEpochMilli();
  }

  private record Result(int exitCode, String out, String err) {

    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }
}
