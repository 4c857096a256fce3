package org.adclicks.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.process.Installation;

/** Runs {@code ./adclicks} as a shell would, with a state folder and current folder of its own. */
final class Launcher {

  /**
   * How a command ended.
   *
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  record Result(int exitCode, String out, String err) {}

  private static final long MINUTES_TO_END = 10;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private int runs;

  Launcher(Path folder) {
    this.folder = folder;
  }

  /** Sets a variable for all that is run from now on. */
  Launcher with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    long started = System.nanoTime();
    Process process = start(arguments);
    if (!process.waitFor(MINUTES_TO_END, TimeUnit.MINUTES)) {
      process.destroy();
      throw new AssertionError(List.of(arguments) + " did not end; it said " + out(runs));
    }
    // Into the test's own output, for who wonders where its time goes.
    System.out.printf(
        "%s adclicks %s: %.1f s%n",
        Instant.now(), String.join(" ", arguments), (System.nanoTime() - started) / 1e9);
    return new Result(process.exitValue(), out(runs), err(runs));
  }

  /** The same in a folder made for it, for who cannot throw. */
  Result runQuietly(List<String> arguments) {
    try {
      Files.createDirectories(folder);
      return run(arguments.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process start(String... arguments) throws IOException {
    runs++;
    List<String> words = new ArrayList<>();
    words.add(Installation.find().home().resolve("adclicks").toString());
    words.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(file(runs, "out").toFile())
            .redirectError(file(runs, "err").toFile());
    // The build that runs this test has just built it all, and must not be built under.
    builder.environment().put("ADCLICKS_SKIP_BUILD", "1");
    builder.environment().put("ADCLICKS_HOME", stateDir().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Of a name that is trouble for whoever takes a path for a URL, a pattern or a line. */
  Path stateDir() {
    return folder.resolve("the state 100%20 #1 [x]");
  }

  private String out(int run) throws IOException {
    return Files.readString(file(run, "out"), StandardCharsets.UTF_8);
  }

  private String err(int run) throws IOException {
    return Files.readString(file(run, "err"), StandardCharsets.UTF_8);
  }

  private Path file(int run, String kind) {
    return folder.resolve(run + "." + kind);
  }
}
