package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.adclicks.localstack.oracle.TopList;
import org.adclicks.pipeline.engine.KeptCheckpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole graph stopped in the middle of minutes and gone on with: by more subtasks, by this
 * build from a checkpoint of the build before, and not at all where that would be wrong.
 */
class RestoredStreamIT {

  /**
   * What the build before left after a third of the log. When its state can no longer be read (a
   * line in CHANGES.md), it is made anew: run this test with -Dadclicks.keepCheckpoint=true.
   */
  private static final Path KEPT = Path.of("src/test/resources/checkpoint-of-a-third");

  /** The first minute of the second third. */
  private static final long CAME_LATER = SampleLog.START + 120_000;

  private static final String ALL = "archive,cells,rollups,leaderboards,clicks,minutes";

  /** Without what would look for files of that build. */
  private static final String STORED = "cells,leaderboards,clicks,minutes";

  @TempDir Path folder;

  private final SampleLog log = SampleLog.make();

  @Test
  void answersAsTheOracleDoesThoughItsSubtasksBecomeMore() throws Exception {
    try (StoppedStream stream = new StoppedStream("restored", folder, log, ALL)) {
      stream.run(1, () -> stream.sendThird(0));
      assertThatThrownBy(() -> stream.start(1, "--dedupShards=8", "--adShards=4"))
          .hasMessageContaining("made with other --dedupShards");
      assertThatThrownBy(() -> stream.start(1, "--dedupShards=4", "--adShards=4", "--stateParts=2"))
          .hasMessageContaining("--stateParts");
      stream.run(2, () -> stream.sendThird(1));
      assertThatThrownBy(() -> stream.start(1))
          .hasMessageContaining("--parallelism=1 is less than that of the checkpoint")
          .hasMessageContaining("give --parallelism=2 or more");
      stream.run(
          4,
          () -> {
            stream.sendThird(2);
            stream.sendLate();
            stream.end();
          });
      AnswerCheck check = stream.check();
      check.cells();
      check.leaderboards();
      check.slidingLists(60_000, 10_000);
      check.slidingLists(300_000, 60_000);
      check.clickIndex();
      check.minutes(0);
    }
  }

  @Test
  void goesOnFromACheckpointOfTheBuildBefore() throws Exception {
    if (Boolean.getBoolean("adclicks.keepCheckpoint")) {
      keepCheckpoint();
    }
    try (StoppedStream stream = new StoppedStream("upgraded", folder.resolve("new"), log, STORED)) {
      copy(KEPT, folder.resolve("new/checkpoints/before/chk-1"));
      // What that build had read, in a topic that is as it was.
      stream.ship(0);
      stream.run(
          1,
          () -> {
            stream.sendThird(1);
            stream.sendLate();
          });
      assertThat(stream.stored().cells())
          .filteredOn(cell -> cell.minuteMillis() == CAME_LATER)
          .containsExactlyInAnyOrderElementsOf(
              stream.oracle().cells().stream()
                  .filter(cell -> cell.minuteMillis() == CAME_LATER)
                  .toList());
      // Most of this window is what that build had seen.
      assertThat(endOfThatMinute(stream.stored().topAds(300_000)))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              endOfThatMinute(stream.oracle().topOfWindows(300_000, 60_000, 100)));
      // Nothing was read twice: of minutes that were written only what came late is written again.
      assertThat(stream.stored().cells())
          .filteredOn(cell -> cell.minuteMillis() < CAME_LATER)
          .hasSizeLessThan(
              (int)
                  stream.oracle().cells().stream()
                      .filter(cell -> cell.minuteMillis() < CAME_LATER)
                      .count());
    }
  }

  /** In one line, before there is a cluster: a manager of processes would read nothing else. */
  @Test
  void aJobManagerSaysAtOnceThatACheckpointDoesNotFit() throws Exception {
    copy(KEPT, folder.resolve("kept/before/chk-1"));
    StringWriter err = new StringWriter();

    assertThat(jobManager("file://" + folder.resolve("kept"), err)).isEqualTo(ExitCodes.BAD_USAGE);
    assertThat(err.toString())
        .startsWith("jobmanager: the checkpoint ")
        .contains("holds state of", "--dedupShards")
        .hasLineCount(1);
  }

  /** It may be back a moment later, so the exit code is not that of a refusal. */
  @Test
  void aJobManagerDoesNotBeginAnewWhereCheckpointsCannotBeRead() throws Exception {
    StringWriter err = new StringWriter();

    assertThat(jobManager("nowhere://bucket/checkpoints", err)).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .startsWith("jobmanager: where to go on from cannot be read: ")
        .contains("nowhere")
        .hasLineCount(1);
  }

  private int jobManager(String checkpoints, StringWriter err) throws IOException {
    Path flink = Files.createDirectories(folder.resolve("flink conf"));
    Files.writeString(
        flink.resolve("config.yaml"),
        "jobmanager.rpc.address: 127.0.0.1\nstate.checkpoints.dir: " + checkpoints + "\n");
    return Main.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(
            "pipeline",
            "jobmanager",
            "--conf=" + flink,
            "--runner=FlinkRunner",
            "--kafkaBootstrapServers=127.0.0.1:1",
            "--cassandraHosts=127.0.0.1:1",
            "--archiveDir=" + folder,
            "--checkpointingInterval=1000",
            "--dedupShards=64");
  }

  private static List<TopList> endOfThatMinute(List<TopList> lists) {
    return lists.stream().filter(list -> list.windowEndMillis() == CAME_LATER + 60_000).toList();
  }

  private void keepCheckpoint() throws Exception {
    try (StoppedStream stream = new StoppedStream("upgraded", folder.resolve("old"), log, STORED)) {
      stream.run(1, () -> stream.sendThird(0));
      MoreFiles.deleteDirectoryContents(KEPT);
      copy(KeptCheckpoints.newest(folder.resolve("old/checkpoints")).orElseThrow(), KEPT);
    }
    throw new AssertionError("the checkpoint in " + KEPT + " is new; run the test as it is now");
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
