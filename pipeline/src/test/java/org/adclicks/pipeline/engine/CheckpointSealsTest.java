package org.adclicks.pipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSealsTest {

  @TempDir Path folder;

  @Test
  void oneBitIsNoticedInAnyFile() throws Exception {
    CheckpointSeals seals = CheckpointSeals.byHand(folder);
    Path checkpoint = checkpoint("job", 1);
    seals.sealNew();
    assertThat(CheckpointSeal.of(folder, checkpoint).problem()).isEmpty();

    for (String name : new String[] {"_metadata", "state"}) {
      Path file = checkpoint.resolve(name);
      flipABit(file);
      assertThat(CheckpointSeal.of(folder, checkpoint).problem())
          .hasValue(name + " is not what was written");
      flipABit(file);
      assertThat(CheckpointSeal.of(folder, checkpoint).problem()).isEmpty();
    }
  }

  @Test
  void aFileThatIsGoneIsNoticed() throws Exception {
    CheckpointSeals seals = CheckpointSeals.byHand(folder);
    Path checkpoint = checkpoint("job", 1);
    seals.sealNew();

    Files.delete(checkpoint.resolve("state"));
    assertThat(CheckpointSeal.of(folder, checkpoint).problem()).hasValue("state is gone");
  }

  @Test
  void whatWasThereBeforeIsNotSealedAsItIsNow() throws Exception {
    Path before = checkpoint("job", 1);
    flipABit(before.resolve("state"));
    CheckpointSeals seals = CheckpointSeals.byHand(folder);
    seals.sealNew();

    assertThat(folder.resolve(CheckpointSeal.FOLDER)).doesNotExist();
    assertThat(CheckpointSeal.of(folder, before).problem()).isEmpty();
  }

  @Test
  void sealsOfEarlierRunsHoldAndGoWithTheirCheckpoints() throws Exception {
    Path before = checkpoint("job", 1);
    CheckpointSeals.byHand(folder).sealNew();
    CheckpointSeals first = CheckpointSeals.byHand(folder);
    Path last = checkpoint("job", 2);
    first.sealNew();

    CheckpointSeals second = CheckpointSeals.byHand(folder);
    flipABit(last.resolve("state"));
    assertThat(CheckpointSeal.of(folder, last).problem()).isPresent();

    Path newest = checkpoint("another", 2);
    second.sealNew();
    assertThat(CheckpointSeal.of(folder, newest).problem()).isEmpty();
    KeptCheckpoints.delete(before);
    KeptCheckpoints.delete(last);
    second.sealNew();
    try (var seals = Files.list(folder.resolve(CheckpointSeal.FOLDER))) {
      assertThat(seals.map(Path::getFileName).map(Path::toString)).containsExactly("another-chk-2");
    }
  }

  @Test
  void aSealThatCannotBeReadBelievesNothing() throws Exception {
    CheckpointSeals seals = CheckpointSeals.byHand(folder);
    Path checkpoint = checkpoint("job", 1);
    seals.sealNew();
    Files.writeString(folder.resolve(CheckpointSeal.FOLDER).resolve("job-chk-1"), "a=\\uxyz");

    assertThat(CheckpointSeal.of(folder, checkpoint).problem()).isPresent();
  }

  private Path checkpoint(String job, int number) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve(job + "/chk-" + number));
    Files.writeString(checkpoint.resolve("state"), "what was counted " + number);
    Files.writeString(checkpoint.resolve("_metadata"), "what it consists of " + number);
    return checkpoint;
  }

  private static void flipABit(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 4;
    Files.write(file, content);
  }
}
