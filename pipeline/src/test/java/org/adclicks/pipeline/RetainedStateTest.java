package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedStateTest {

  @TempDir private Path folder;
  private final Configuration cluster = new Configuration();

  @BeforeEach
  void configure() {
    cluster.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    checkpoint(1);
    checkpoint(2);
    assertThat(newest()).isEqualTo("chk-2");
    Files.write(folder.resolve("job/chk-2/_metadata"), new byte[10]);
    assertThat(newest()).isEqualTo("chk-1");
  }

  @Test
  void noneThatCanBeReadIsNotNone() throws IOException {
    checkpoint(1);
    Files.write(folder.resolve("job/chk-1/_metadata"), new byte[10]);
    assertThatThrownBy(this::newest)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none that is there can be read")
        .hasMessageContaining("chk-1");
  }

  private String newest() throws IOException {
    return RetainedState.newest(cluster).orElseThrow().folder().getName();
  }

  private void checkpoint(int number) throws IOException {
    Path metadata = folder.resolve("job/chk-" + number + "/_metadata");
    Files.createDirectories(metadata.getParent());
    try (OutputStream out = Files.newOutputStream(metadata)) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(number, List.of(), List.of()), out);
    }
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(1_000L * number));
  }
}
