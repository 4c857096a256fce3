package org.adclicks.pipeline.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.SavepointConfigOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Flink looks is where we look, whatever the folder is called. */
class CheckpointFolderTest {

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a blank",
        "100%",
        "a%20b",
        "a#b",
        "a #b",
        "[x]{y}",
        "it's",
        "a: b",
        "a&b=c;d",
        "a?b",
        "(1) copy"
      })
  void flinkWritesToAndReadsFromTheVeryFolder(String name) throws Exception {
    Path folder = temporary.resolve(name);
    Path checkpoint = completeCheckpoint(folder, 7);

    Map<String, String> options = prepare(folder);

    assertThat(asFlinkReads(options.get("stateBackendStoragePath"))).isEqualTo(folder);
    Configuration conf = GlobalConfiguration.loadConfiguration(options.get("flinkConfDir"));
    assertThat(asFlinkReads(conf.get(SavepointConfigOptions.SAVEPOINT_PATH))).isEqualTo(checkpoint);
    assertThat(conf.get(RestOptions.BIND_ADDRESS)).isEqualTo("127.0.0.1");
  }

  @Test
  void whatAnEarlierBuildWroteIsNotReadInstead() throws Exception {
    Path checkpoint = completeCheckpoint(temporary, 1);
    Files.createDirectories(temporary.resolve("conf"));
    Files.writeString(
        temporary.resolve("conf/flink-conf.yaml"), "execution.savepoint.path: file:/gone\n");

    Configuration conf =
        GlobalConfiguration.loadConfiguration(prepare(temporary).get("flinkConfDir"));

    assertThat(asFlinkReads(conf.get(SavepointConfigOptions.SAVEPOINT_PATH))).isEqualTo(checkpoint);
  }

  @Test
  void aCheckpointThatAKillLeftUnfinishedIsRemovedAndTheOneBeforeUsed() throws Exception {
    Path complete = completeCheckpoint(temporary, 3);
    Path unfinished = Files.createDirectories(complete.resolveSibling("chk-4"));
    Files.writeString(unfinished.resolve("state"), "half of it");

    assertThat(asFlinkReads(prepare(temporary).get("savepointPath"))).isEqualTo(complete);
    assertThat(unfinished).doesNotExist();
    assertThat(complete.resolve("_metadata")).exists();
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws Exception {
    Path before = completeCheckpoint(temporary, 3);
    Path damaged = completeCheckpoint(temporary, 4);
    cutShort(damaged);

    assertThat(asFlinkReads(prepare(temporary).get("savepointPath"))).isEqualTo(before);
  }

  @Test
  void oneWithAnotherBitIsPassedOverToo() throws Exception {
    Path before = completeCheckpoint(temporary, 3);
    CheckpointSeals seals = CheckpointSeals.byHand(temporary);
    Path damaged = completeCheckpoint(temporary, 4);
    Path state = Files.writeString(damaged.resolve("state"), "what was counted");
    seals.sealNew();
    Files.writeString(state, "what was countee");

    assertThat(asFlinkReads(prepare(temporary).get("savepointPath"))).isEqualTo(before);
  }

  @Test
  void saysSoIfAllAreDamagedAndDoesNotBeginAnew() throws Exception {
    cutShort(completeCheckpoint(temporary, 3));

    assertThatThrownBy(() -> prepare(temporary))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("none of the checkpoints in " + temporary + " can be read")
        .hasMessageNotContaining("\n");
  }

  @Test
  void keepsTwoOfAllRunsBefore() throws Exception {
    Path oldest = completeCheckpoint(temporary, 3);
    Path before = completeCheckpoint(temporary, 4);
    Path newest = completeCheckpoint(temporary, 5);

    assertThat(asFlinkReads(prepare(temporary).get("savepointPath"))).isEqualTo(newest);
    assertThat(oldest).doesNotExist();
    assertThat(before).exists();
  }

  @Test
  void aDamagedOneTakesNobodysPlace() throws Exception {
    Path good = completeCheckpoint(temporary, 3);
    cutShort(completeCheckpoint(temporary, 4));
    cutShort(completeCheckpoint(temporary, 5));

    assertThat(asFlinkReads(prepare(temporary).get("savepointPath"))).isEqualTo(good);
    assertThat(good.resolve("_metadata")).exists();
  }

  /** As of a folder that was copied without its times, or a clock that was set back. */
  @Test
  void theNewestIsTheOneThatIsNumberedSo(@TempDir Path folder) throws Exception {
    Path newest = completeCheckpoint(folder, 12);
    Path older = completeCheckpoint(folder, 9);
    Files.setLastModifiedTime(older.resolve("_metadata"), FileTime.fromMillis(100_000));
    assertThat(KeptCheckpoints.newestFirst(folder)).containsExactly(newest, older);
  }

  private static void cutShort(Path checkpoint) throws Exception {
    Path metadata = checkpoint.resolve("_metadata");
    byte[] content = Files.readAllBytes(metadata);
    Files.write(metadata, Arrays.copyOf(content, content.length / 2));
  }

  private static Path completeCheckpoint(Path folder, int number) throws Exception {
    Path checkpoint =
        Files.createDirectories(folder.resolve("0123456789abcdef0123456789abcdef/chk-" + number));
    Path metadata = checkpoint.resolve("_metadata");
    try (OutputStream out = Files.newOutputStream(metadata)) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(number, List.of(), List.of()), out);
    }
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(1_000L * number));
    return checkpoint;
  }

  private static Map<String, String> prepare(Path folder) throws Exception {
    Map<String, String> options =
        StreamArguments.complete(List.of("--runner=FlinkRunner", "--checkpointDir=" + folder));
    CheckpointFolder.prepare(options).close();
    return options;
  }

  /** The file Flink opens for a text that names a path. */
  private static Path asFlinkReads(@Nullable String text) {
    return Path.of(new org.apache.flink.core.fs.Path(requireNonNull(text)).getPath());
  }
}
