package org.adclicks.pipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamArgumentsTest {

  @TempDir Path folder;

  @Test
  void commandLineWinsOverFileAndFileOverWhatWePrefer() throws Exception {
    Path file = folder.resolve("flink.properties");
    Files.writeString(file, "# an engine\nrunner=FlinkRunner\nparallelism=4\nmaxBundleSize=500\n");

    Map<String, String> options =
        StreamArguments.complete(List.of("--optionsFile=" + file, "--parallelism=8"));

    assertThat(options)
        .containsEntry("runner", "FlinkRunner")
        .containsEntry("parallelism", "8")
        .containsEntry("maxBundleSize", "500")
        .containsEntry("checkpointingInterval", "30000")
        .doesNotContainKey("optionsFile");
  }

  @Test
  void runsOnDirectRunnerUnlessToldOtherwise() throws Exception {
    assertThat(StreamArguments.complete(List.of()))
        .containsEntry("runner", "DirectRunner")
        .containsEntry("blockOnRun", "false");
  }

  @Test
  void saysWhatIsNoOption() {
    assertThatThrownBy(() -> StreamArguments.complete(List.of("clicks.json")))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage("'clicks.json' is no option: options are --name=value");
    assertThatThrownBy(() -> StreamArguments.complete(List.of("--a=1", "--a=2")))
        .hasMessage("--a is given twice");
    assertThatThrownBy(() -> StreamArguments.complete(List.of("--optionsFile=none.properties")))
        .hasMessageContaining("none.properties cannot be read");
  }

  @Test
  void goesOnFromTheNewestCompleteCheckpoint() throws Exception {
    for (String checkpoint : List.of("job/chk-1", "job/chk-2", "job/chk-3")) {
      Files.createDirectories(folder.resolve(checkpoint));
    }
    Files.writeString(folder.resolve("job/chk-1/_metadata"), "1");
    Files.writeString(folder.resolve("job/chk-2/_metadata"), "2");
    Files.setLastModifiedTime(
        folder.resolve("job/chk-1/_metadata"), java.nio.file.attribute.FileTime.fromMillis(1000));

    assertThat(KeptCheckpoints.newest(folder)).contains(folder.resolve("job/chk-2"));
  }

  @Test
  void refusesFasterCopyBecauseStateIsChangedInPlace() throws Exception {
    Map<String, String> options =
        StreamArguments.complete(List.of("--runner=FlinkRunner", "--fasterCopy"));

    assertThatThrownBy(() -> CheckpointFolder.prepare(options))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("--fasterCopy cannot be used");
  }
}
