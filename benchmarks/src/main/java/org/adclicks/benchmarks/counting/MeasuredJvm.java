package org.adclicks.benchmarks.counting;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.Installation;

/** A JVM of its own for each run of a job, on the class path of the benchmarks of one version. */
final class MeasuredJvm {

  /** Enough for either job's heap; the collector that gives most throughput on two cores. */
  private static final List<String> JVM_OPTIONS = List.of("-Xms6g", "-Xmx6g", "-XX:+UseParallelGC");

  private static final int LINES_SHOWN = 40;

  private final Path folder;
  private final String classPath;

  private MeasuredJvm(Path folder, String classPath) {
    this.folder = folder;
    this.classPath = classPath;
  }

  /**
   * Runs this version.
   *
   * @param folder for the runs' logs
   */
  static MeasuredJvm ofThisVersion(Path folder) {
    return new MeasuredJvm(folder, System.getProperty("java.class.path"));
  }

  /**
   * Runs another version.
   *
   * <p>Errors: {@link BenchmarkFailure} if the checkout has not been built with its benchmarks.
   */
  static MeasuredJvm ofCheckout(Path folder, Path checkout) {
    Path built = checkout.toAbsolutePath().resolve("benchmarks").resolve("target");
    try {
      String libraries = Files.readString(built.resolve("classpath.txt")).strip();
      return new MeasuredJvm(folder, built.resolve("classes") + File.pathSeparator + libraries);
    } catch (IOException e) {
      throw new BenchmarkFailure(
          checkout + " has no built benchmarks: run ./adclicks bench --help there", e);
    }
  }

  /**
   * Runs a job to its end.
   *
   * @param cores how many of the machine's it may use; 0 for all
   */
  JobRun run(Class<?> job, List<String> arguments, int cores) {
    List<String> options = new ArrayList<>(JVM_OPTIONS);
    options.addAll(Installation.openedPackages());
    List<String> words = new ArrayList<>();
    if (cores > 0) {
      words.addAll(List.of("taskset", "--cpu-list", "0-" + (cores - 1)));
      options.add("-XX:ActiveProcessorCount=" + cores);
    }
    String name = job.getSimpleName().toLowerCase(Locale.ROOT);
    words.addAll(new ChildCommand(name, classPath, job.getName(), options, arguments).words());
    Path log = folder.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      List<String> output = new ArrayList<>();
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          output.add(line);
        }
      }
      int exitCode = process.waitFor();
      Optional<JobRun> run = JobRun.parse(output);
      if (run.isEmpty()) {
        throw new BenchmarkFailure(name + " ended with exit code " + exitCode + ":\n" + endOf(log));
      }
      return run.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted while " + name + " ran", e);
    }
  }

  private static String endOf(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
