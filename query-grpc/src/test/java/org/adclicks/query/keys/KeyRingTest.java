package org.adclicks.query.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {

  @TempDir private Path folder;
  private final AtomicLong nanoTime = new AtomicLong();
  private KeyFile file;

  @BeforeEach
  void name() {
    file = new KeyFile(folder.resolve("keys"));
  }

  @Test
  void keepsAKeyAsItsHashOnlyAndForItsOwnerOnly() throws Exception {
    String made = file.add("platform", Set.of(KeyScope.AGGREGATES));
    assertThat(made).startsWith("adclicks_").hasSize("adclicks_".length() + 43);
    assertThat(Files.readString(file.path())).contains("platform aggregates ").doesNotContain(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(ring().find(made).orElseThrow().name()).isEqualTo("platform");
  }

  @Test
  void knowsNoOtherKey() throws Exception {
    String made = file.add("platform", Set.of(KeyScope.AGGREGATES));
    KeyRing ring = ring();
    assertThat(ring.find("")).isEmpty();
    assertThat(ring.find(made.substring(1))).isEmpty();
    assertThat(ring.find(made + "A")).isEmpty();
    assertThat(ring.find(file.read().get(0).hash())).as("the hash is no key").isEmpty();
  }

  @Test
  void followsTheFileWithinASecond() throws Exception {
    String first = file.add("first", Set.of(KeyScope.PERSONAL));
    KeyRing ring = ring();
    String second = file.add("second", Set.of(KeyScope.ADMIN));
    file.revoke("first");
    later();
    assertThat(ring.find(first)).isEmpty();
    assertThat(ring.find(second)).isPresent();
  }

  @Test
  void letsNobodyInByAFileThatIsGoneOrSpoiltUntilItIsMended() throws Exception {
    String made = file.add("first", Set.of(KeyScope.PERSONAL));
    KeyRing ring = ring();
    String good = Files.readString(file.path());
    Files.writeString(file.path(), good + "second personal\n");
    later();
    assertThat(ring.find(made)).isEmpty();
    Files.delete(file.path());
    later();
    assertThat(ring.find(made)).isEmpty();
    Files.writeString(file.path(), good);
    later();
    assertThat(ring.find(made)).isPresent();
  }

  @Test
  void saysWhereAFileIsWrong() throws IOException {
    Files.writeString(
        file.path(), "# keys\n\nfirst everything 2026-01-01T00:00:00Z " + "0".repeat(64));
    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(file::read)
        .withMessage(
            file.path() + ":3: \"everything\" is no scope; there are aggregates, personal, admin");
  }

  @Test
  void startsNotWithoutAKey() {
    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(this::ring)
        .withMessageStartingWith("there is no key in " + file.path());
  }

  @Test
  void addsNoNameTwiceAndRevokesNoneThatIsNotThere() throws Exception {
    file.add("first", Set.of(KeyScope.ADMIN));
    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(() -> file.add("first", Set.of(KeyScope.PERSONAL)));
    assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> file.revoke("second"));
    assertThat(file.read()).hasSize(1);
  }

  @Test
  void personalQuestionsIncludeAggregatesAndNothingElseIncludesAnything() {
    assertThat(KeyScope.AGGREGATES.isGivenBy(Set.of(KeyScope.PERSONAL))).isTrue();
    assertThat(KeyScope.PERSONAL.isGivenBy(Set.of(KeyScope.AGGREGATES, KeyScope.ADMIN))).isFalse();
    assertThat(KeyScope.AGGREGATES.isGivenBy(Set.of(KeyScope.ADMIN))).isFalse();
    assertThat(KeyScope.ADMIN.isGivenBy(Set.of(KeyScope.PERSONAL))).isFalse();
  }

  private KeyRing ring() throws KeyFileException {
    return new KeyRing(file, nanoTime::get);
  }

  private void later() {
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
  }
}
