package org.adclicks.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.adclicks.localstack.PartReport.Condition;
import org.adclicks.localstack.PartReport.Trouble;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.ChildProcessTest;
import org.adclicks.localstack.process.StackFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SupervisionTest {

  @TempDir Path stateDir;

  private final BlockingQueue<List<PartReport>> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final AtomicInteger starts = new AtomicInteger();
  private final Part server = new Part("server", () -> waiting("server"));
  private final Part client = new Part("client", () -> waiting("client"), server);

  @AfterEach
  void stop() {
    for (Part part : List.of(client, server)) {
      part.process().ifPresent(ChildProcess::close);
    }
  }

  @Test
  void aKilledPartIsStartedAgainAndItsStorySaid() throws Exception {
    long first = server.start().pid();
    try (Supervision supervision = supervise(server)) {
      kill(server);
      assertThat(next(report -> report.condition() == Condition.WAITING).trouble())
          .map(Trouble::reason)
          .contains("was killed (signal 9)");
      PartReport again = next(report -> report.condition() == Condition.UP);
      assertThat(again.restarts()).isEqualTo(1);
      assertThat(again.pid()).isNotEqualTo(first);
      assertThat(supervision.reports()).containsExactly(again);
      assertThat(news.poll(10, TimeUnit.SECONDS))
          .isEqualTo("WARNING: server was killed (signal 9); starting it again in 1 s");
    }
  }

  @Test
  void aPartThatCannotBeStartedIsTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Part stubborn =
        new Part(
            "server",
            () -> {
              if (tries.incrementAndGet() == 2) {
                throw new StackFailure("port 9092 is taken\nthe end of the log");
              }
              return waiting("server");
            });
    stubborn.start();
    try (Supervision supervision = supervise(stubborn)) {
      kill(stubborn);
      PartReport failed =
          next(report -> report.restarts() == 1 && report.condition() == Condition.WAITING);
      assertThat(failed.trouble().map(Trouble::reason))
          .contains("could not be started: port 9092 is taken");
      assertThat(next(report -> report.condition() == Condition.UP).restarts()).isEqualTo(2);
      assertThat(supervision.reports()).hasSize(1);
    } finally {
      stubborn.process().ifPresent(ChildProcess::close);
    }
  }

  @Test
  void aPartWaitsForWhatItNeeds() throws Exception {
    server.start();
    client.start();
    server.process().orElseThrow().close();
    try (Supervision supervision = supervise(server, client)) {
      // A part that was stopped on purpose is not started again: the other waits for it.
      kill(client);
      assertThat(next(report -> report.name().equals("client") && report.pid() == 0).condition())
          .isEqualTo(Condition.WAITING);
      assertThat(client.missing()).containsExactly("server");
      server.start();
      assertThat(
              next(report ->
                      report.name().equals("client")
                          && report.condition() == Condition.UP
                          && report.restarts() == 1)
                  .pid())
          .isPositive();
      assertThat(supervision.reports()).hasSize(2);
    }
  }

  @Test
  void nothingIsStartedAgainOnceClosed() throws Exception {
    server.start();
    Supervision supervision = supervise(server);
    told.clear();
    supervision.close();
    kill(server);
    server.process().orElseThrow().ended().get(30, TimeUnit.SECONDS);
    assertThat(told).isEmpty();
    assertThat(server.isUp()).isFalse();
  }

  private Supervision supervise(Part... parts) {
    Supervision supervision = Supervision.of(List.of(parts), told::add, news::add);
    told.clear();
    return supervision;
  }

  private static void kill(Part part) {
    ProcessHandle.of(part.process().orElseThrow().pid()).orElseThrow().destroyForcibly();
  }

  private PartReport next(Predicate<PartReport> wanted) throws InterruptedException {
    while (true) {
      List<PartReport> reports = told.poll(60, TimeUnit.SECONDS);
      assertThat(reports).as("a report in time").isNotNull();
      for (PartReport report : reports) {
        if (wanted.test(report)) {
          return report;
        }
      }
    }
  }

  private ChildProcess waiting(String name) {
    Path ready = stateDir.resolve(name + starts.incrementAndGet());
    Supplier<ChildProcess> start =
        () ->
            ChildProcess.start(
                new ChildCommand(
                    name,
                    System.getProperty("java.class.path"),
                    ChildProcessTest.WaitingMain.class.getName(),
                    List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
                    List.of(ready.toString())),
                stateDir);
    return start.get();
  }
}
