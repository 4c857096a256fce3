package org.adclicks.localstack.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.adclicks.localstack.PartReport;
import org.adclicks.localstack.PartReport.Condition;
import org.adclicks.localstack.PartReport.Trouble;
import org.adclicks.localstack.process.KnownProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When status is not green. */
class ComplaintsTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant AS_OF = Instant.parse("2021-03-01T10:00:00Z");

  @TempDir Path logs;

  private StackReport report = report(up("kafka"), up("pipeline"));

  @BeforeEach
  void logSomething() throws Exception {
    Files.writeString(
        logs.resolve("pipeline"),
        "10:00 WARN  Source - partition clicks-4 is not read\n10:01 INFO  x\n");
  }

  @Test
  void noneWhileAsOfMovesHoweverOldItIs() {
    seen(Optional.of(AS_OF), 0, 10);
    seen(Optional.of(AS_OF.plusSeconds(10)), 0, 100);
    assertThat(complaintsAt(100)).isEmpty();
    assertThat(complaintsAt(180)).isEmpty();
  }

  @Test
  void oneWhenAsOfStandsWithThePipelinesOwnWords() {
    seen(Optional.of(AS_OF), 0, 10);
    seen(Optional.of(AS_OF), 0, 105);
    assertThat(complaintsAt(105))
        .singleElement()
        .asString()
        .contains(
            "as_of has stood at 2021-03-01T10:00:00Z for 95 s", "partition clicks-4 is not read");
  }

  @Test
  void aStandingAsOfIsToldWithTheWordsOfTheJobThatIsBehind() throws Exception {
    report = report(up("kafka"), up("pipeline"), up("store"));
    Files.writeString(logs.resolve("store"), "10:00 WARN  Store - no node answers\n");
    seen(Optional.of(AS_OF), 0, 10);
    seen(Optional.of(AS_OF), 0, 105);
    assertThat(complaintsAt(105)).singleElement().asString().contains("clicks-4 is not read");
    assertThat(
            Complaints.withLogs(logs::resolve)
                .withStoreBehind(true)
                .about(report, START.plusSeconds(105)))
        .singleElement()
        .asString()
        .contains("no node answers")
        .doesNotContain("clicks-4");
  }

  @Test
  void oneWhenRecordsWaitAndNothingWasEverCounted() {
    seen(Optional.empty(), 7, 60);
    assertThat(complaintsAt(60)).isEmpty();
    seen(Optional.empty(), 7, 100);
    assertThat(complaintsAt(100)).singleElement().asString().contains("7 records wait in Kafka");
  }

  @Test
  void noneWhenNothingWasEverSent() {
    seen(Optional.empty(), 0, 5);
    seen(Optional.empty(), 0, 1000);
    assertThat(complaintsAt(1000)).isEmpty();
  }

  @Test
  void oneForAPartThatIsDownAndOneForAServiceThatIsSilent() {
    report =
        report(
            up("kafka"),
            new PartReport(
                "pipeline",
                Condition.WAITING,
                0,
                START,
                3,
                Optional.of(new Trouble(START, "ended with exit code 1"))));
    report =
        report.withProgress(Progress.unknown(START).notSeen("the query service is away", START));
    assertThat(complaintsAt(1))
        .satisfiesExactly(
            first -> assertThat(first).contains("pipeline is down", "see " + logs),
            second -> assertThat(second).isEqualTo("the query service is away"));
  }

  @Test
  void oneForASupervisorThatDoesNotLook() {
    seen(Optional.of(AS_OF), 0, 10);
    assertThat(complaintsAt(200)).first().asString().contains("./adclicks down");
  }

  @Test
  void aReportIsReadAsItWasWritten() {
    report =
        report(
                up("kafka"),
                new PartReport(
                    "pipeline",
                    Condition.STARTING,
                    0,
                    START,
                    3,
                    Optional.of(new Trouble(START, "gone"))))
            .withProcess("kafka", new KnownProcess(17, "a boot/30"))
            .withProcess("pipeline", new KnownProcess(18, ""))
            .withProgress(
                Progress.unknown(START).seen(Optional.of(AS_OF), 3, START).notSeen("x", START));
    assertThat(StackReport.read(report.toProperties())).contains(report);
    assertThat(StackReport.read(new Properties())).isEmpty();
    assertThat(StackReport.ofSupervisor().living()).hasSize(1);
  }

  private void seen(Optional<Instant> asOf, long uncounted, int second) {
    Progress before = report.progress().orElseGet(() -> Progress.unknown(START));
    report = report.withProgress(before.seen(asOf, uncounted, START.plusSeconds(second)));
  }

  private List<String> complaintsAt(int second) {
    return Complaints.withLogs(logs::resolve).about(report, START.plus(Duration.ofSeconds(second)));
  }

  private static PartReport up(String name) {
    return new PartReport(name, Condition.UP, 17, START, 0, Optional.empty());
  }

  private static StackReport report(PartReport... parts) {
    return new StackReport(
        new KnownProcess(1, "a boot/2"), Map.of(), List.of(parts), Optional.empty());
  }
}
