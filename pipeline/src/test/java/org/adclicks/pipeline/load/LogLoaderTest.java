package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.Interruption;
import org.adclicks.pipeline.command.LineProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLoaderTest {

  private static final long MINUTE = Instant.parse("2021-03-01T10:00:00Z").toEpochMilli();
  private static final long SORTING_BYTES = 3L * 1024 * 1024;

  /** More than is read ahead. */
  private static final int MANY = 10_000;

  /** To be sorted they take 2.2 MB. */
  private static final int UNSORTED = 16_000;

  @TempDir Path folder;

  private final List<String> sent = new ArrayList<>();
  private final List<Long> heartbeats = new ArrayList<>();
  private Change afterFirstLine = () -> {};
  private long runs;

  @Test
  void sendsAllLinesAndThenThatThisWasAll() throws Exception {
    Path file = Files.write(folder.resolve("clicks.csv"), clicks(2));

    load(() -> {}, file);

    assertThat(sent).isEqualTo(clicks(2));
    assertThat(heartbeats).containsExactly(MINUTE + 61_000);
  }

  @Test
  void sendsWhatCanBeReadOnlyOnce() throws Exception {
    load(() -> {}, Path.of("-"));

    assertThat(sent).isEqualTo(clicks(3));
    assertThat(heartbeats).hasSize(1);
  }

  @Test
  void sendsNothingOfAFileThatHasGrownSinceItsSurvey() throws Exception {
    Path file = Files.write(folder.resolve("clicks.csv"), clicks(2));

    assertThatThrownBy(() -> load(() -> append(file), file))
        .isInstanceOfSatisfying(
            CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(1))
        .hasMessage(
            file
                + " changed while being read: 0 of 2 lines were sent; load all of it again, and"
                + " what was rotated out of it, once nothing writes to it: what is there counts as"
                + " duplicate");
    assertThat(sent).isEmpty();
    assertThat(heartbeats).isEmpty();
  }

  @Test
  void namesAllFilesThatHaveChanged() throws Exception {
    Path first = Files.write(folder.resolve("a.csv"), clicks(2));
    Path second = Files.write(folder.resolve("b.csv"), clicks(2));
    Path third = Files.write(folder.resolve("c.csv"), clicks(2));
    Change change =
        () -> {
          Files.delete(first);
          append(third);
        };

    assertThatThrownBy(() -> load(change, first, second, third))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith(
            first + ", " + third + " changed while being read: 0 of 6 lines were sent; ");
  }

  @Test
  void saysHowManyLinesWereSentOfAFileThatIsTruncatedMeanwhile() throws Exception {
    Path file = Files.write(folder.resolve("clicks.csv"), clicks(MANY));
    afterFirstLine = () -> Files.write(file, new byte[0]);

    Throwable failure = catchThrowable(() -> load(() -> {}, file));

    assertThat(sent).hasSizeBetween(1, MANY - 1);
    assertThat(failure)
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith(
            file + " changed while being read: " + sent.size() + " of 10000 lines were sent; ");
    assertThat(heartbeats).isEmpty();
  }

  @Test
  void sendsNoLineThatCameAfterTheSurvey() throws Exception {
    Path file = Files.write(folder.resolve("clicks.csv"), clicks(MANY));
    afterFirstLine = () -> append(file);

    assertThatThrownBy(() -> load(() -> {}, file))
        .hasMessageStartingWith(
            file + " changed while being read: 10000 of 10000 lines were sent; ");
    assertThat(sent).isEqualTo(clicks(MANY));
    assertThat(heartbeats).isEmpty();
  }

  @Test
  void noticesThatLinesAreGoneWhateverTheFileLooksLike() throws Exception {
    Path file = Files.write(folder.resolve("clicks.csv"), clicks(2));
    FileTime written = FileTime.fromMillis(MINUTE);
    Files.setLastModifiedTime(file, written);
    Change change =
        () -> {
          Files.writeString(file, "\n".repeat((int) Files.size(file)));
          Files.setLastModifiedTime(file, written);
        };

    assertThatThrownBy(() -> load(change, file))
        .hasMessageStartingWith(file + " changed while being read: 0 of 2 lines were sent; ");
    assertThat(heartbeats).isEmpty();
  }

  @Test
  void sortsOneFileInAllTheMemoryThereIs() throws Exception {
    load(() -> {}, unsorted("a.csv"), Files.write(folder.resolve("sorted.csv"), clicks(2)));

    assertThat(sent).hasSize(UNSORTED + 2);
    assertThat(runs).isZero();
  }

  @Test
  void sharesTheMemoryForSortingAmongUnsortedFiles() throws Exception {
    load(() -> {}, unsorted("a.csv"), unsorted("b.csv"));

    assertThat(sent).hasSize(2 * UNSORTED).isSorted();
    // Each is more than half of it, and less than all: set aside in one piece.
    assertThat(runs).isEqualTo(2);
  }

  /** Surveys, lets the change happen, and sends. */
  private void load(Change change, Path... files) throws CommandFailure, IOException {
    InputStream in =
        new ByteArrayInputStream(String.join("\n", clicks(3)).getBytes(StandardCharsets.UTF_8));
    try (Interruption interruption = Interruption.watch("load");
        LogInputs inputs = LogInputs.of(List.of(files), in, interruption)) {
      LogLoader loader =
          new LogLoader(
              inputs,
              interruption,
              new AllowedSkew(Duration.ofMinutes(5).toMillis()),
              MINUTE + 60_000,
              SORTING_BYTES);
      loader.survey();
      change.make();
      loader.send(
          new Receiver(inputs.folder().path()), new LineProgress(System.err, true, () -> 0));
    }
  }

  private Path unsorted(String name) throws IOException {
    List<String> lines = new ArrayList<>(clicks(UNSORTED));
    lines.add(lines.remove(0));
    return Files.write(folder.resolve(name), lines);
  }

  /** A millisecond apart. */
  private static List<String> clicks(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "ad-1," + (MINUTE + i) + ",user-" + i + ",192.0.2.1,US")
        .toList();
  }

  private static void append(Path file) throws IOException {
    Files.writeString(file, clicks(1).get(0) + "\n", StandardOpenOption.APPEND);
  }

  /** What happens to files. */
  private interface Change {
    void make() throws IOException;
  }

  /** Keeps what it is sent. */
  private final class Receiver implements LineReceiver {

    private final Path tempFolder;

    Receiver(Path tempFolder) {
      this.tempFolder = tempFolder;
    }

    @Override
    public void openNewTopic() {}

    @Override
    public void send(byte[] bytes, long lineLength) {
      sent.add(new String(bytes, StandardCharsets.UTF_8));
      if (sent.size() > 1) {
        return;
      }
      try (Stream<Path> files = Files.list(tempFolder)) {
        runs = files.filter(file -> file.getFileName().toString().startsWith("run")).count();
        afterFirstLine.make();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void sendHeartbeats(long millis) {
      heartbeats.add(millis);
    }

    @Override
    public void flush() {}
  }
}
