package org.adclicks.pipeline.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One of the pipeline's commands as a process of its own, which can be stopped as by Ctrl-C. */
public final class CommandProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private CommandProcess(Process process, BufferedReader output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it. Standard output and error come together. */
  public static CommandProcess start(String... arguments) throws IOException {
    Process process = command(arguments).redirectErrorStream(true).start();
    return new CommandProcess(process, process.inputReader(StandardCharsets.UTF_8));
  }

  /** Starts it with its standard output into a file, so that only standard error comes. */
  public static CommandProcess startInto(Path file, String... arguments) throws IOException {
    Process process = command(arguments).redirectOutput(file.toFile()).start();
    return new CommandProcess(process, process.errorReader(StandardCharsets.UTF_8));
  }

  private static ProcessBuilder command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.adclicks.pipeline.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  public Process process() {
    return process;
  }

  /** Waits for a line. */
  public String nextLine() throws IOException {
    return String.valueOf(output.readLine());
  }

  /** Asks it to end; returns all that it still says. */
  public String stop() {
    // The process's own destroy() would close its output too.
    process.toHandle().destroy();
    return output.lines().collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
