package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.process.FolderTree;
import org.adclicks.localstack.process.Installation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running stack loads classes from where the launcher builds: it is not built under. */
class BuildUnderAStackIT {

  private static final List<String> MODULES =
      List.of("proto", "clicks", "logging", "transforms", "local-stack", "pipeline", "query-grpc");

  @TempDir Path home;

  /** A checkout that was built once, has a newer source file, and cannot be built. */
  @BeforeEach
  void checkOut() throws IOException {
    Files.copy(Installation.find().home().resolve("adclicks"), home.resolve("adclicks"));
    assertThat(home.resolve("adclicks").toFile().setExecutable(true)).isTrue();
    Files.createDirectories(home.resolve("target"));
    Files.createFile(home.resolve("target/launcher-built"));
    Files.setLastModifiedTime(
        home.resolve("target/launcher-built"), FileTime.from(Instant.EPOCH.plusSeconds(1)));
    Files.createFile(home.resolve("pom.xml"));
    for (String module : MODULES) {
      Files.createDirectories(home.resolve(module).resolve("target/classes"));
    }
    Files.createDirectories(home.resolve("state"));
  }

  @Test
  void buildsWhenSourcesHaveChanged() throws Exception {
    assertThat(status()).contains("sources have changed").contains("the build failed");
  }

  @Test
  void usesWhatIsBuiltWhileAStackRuns() throws Exception {
    rememberSupervisor(ProcessHandle.current().pid());
    assertThat(status()).contains("a stack is running").doesNotContain("the build failed");
  }

  @Test
  void buildsWhenTheStackHasDied() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    rememberSupervisor(ended.pid());
    assertThat(status()).contains("the build failed");
  }

  @Test
  void findsTheStackOfTheCheckoutFromAnyFolder() throws Exception {
    Path elsewhere = Files.createDirectories(home.resolve("else/where"));
    Files.createDirectories(home.resolve(".adclicks"));
    Files.writeString(
        home.resolve(".adclicks/processes.properties"),
        "supervisor=" + ProcessHandle.current().pid() + "\n");
    assertThat(status(elsewhere, "")).contains("a stack is running");

    rememberSupervisor(ProcessHandle.current().pid());
    assertThat(status(elsewhere, "../../state")).contains("a stack is running");
    assertThat(status(elsewhere, "state")).contains("the build failed");
  }

  @Test
  void saysWhichModuleIsBeingBuilt() throws Exception {
    maven("echo '[INFO] Building adclicks proto 1.0.0-SNAPSHOT      [2/9]'; sleep 3; exit 1");
    assertThat(status()).contains("  [2/9] adclicks proto").contains("the build failed");
  }

  @Test
  void saysInALineThatItCannotBeBuiltWhereItIs() throws Exception {
    // A file where the folder must be: nobody can write there, whoever runs this test.
    FolderTree.delete(home.resolve("target"));
    Files.createFile(home.resolve("target"));
    assertThat(status()).hasLineCount(1).contains("is not built, and you cannot write there");
  }

  private void maven(String script) throws IOException {
    Path file = Files.writeString(home.resolve("mvnw"), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void rememberSupervisor(long pid) throws IOException {
    Files.writeString(home.resolve("state/processes.properties"), "supervisor=" + pid + "\n");
  }

  private String status() throws Exception {
    return status(home, home.resolve("state").toString());
  }

  private String status(Path folder, String stateDir) throws Exception {
    Path said = home.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("adclicks").toString(), "status")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().remove("ADCLICKS_SKIP_BUILD");
    builder.environment().put("ADCLICKS_HOME", stateDir);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    return Files.readString(said, StandardCharsets.UTF_8);
  }
}
