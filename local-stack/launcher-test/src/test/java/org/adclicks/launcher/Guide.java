package org.adclicks.launcher;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document's blocks of commands, run one after the other as its reader would. A block that ends
 * with an {@code &} goes on in the background; one of {@code export} lines only names what is the
 * reader's own, and is set by the test.
 */
final class Guide implements AutoCloseable {

  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern EXPORTED = Pattern.compile("(?m)^export (\\w+)=");
  private static final long MINUTES_FOR_A_BLOCK = 4;

  private final List<String> blocks = new ArrayList<>();
  private final Path folder;
  private final Map<String, String> environment;
  private final List<Process> running = new ArrayList<>();
  private int next;

  /**
   * Reads it.
   *
   * @param folder where the commands are run, and what they say is kept
   * @param environment a value for each exported name, and more
   */
  Guide(Path document, Path folder, Map<String, String> environment) throws IOException {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    Matcher block = BLOCK.matcher(Files.readString(document));
    while (block.find()) {
      String text = requireNonNull(block.group(1)).strip();
      Matcher exported = EXPORTED.matcher(text);
      if (exported.find()) {
        do {
          assertThat(environment).containsKey(exported.group(1));
        } while (exported.find());
      } else {
        blocks.add(text);
      }
    }
  }

  /** Runs those before the first that has this in it. */
  void followUntil(String words) throws IOException, InterruptedException {
    while (!blocks.get(next).contains(words)) {
      runNext();
    }
  }

  /** Runs all that are left. */
  void follow() throws IOException, InterruptedException {
    while (next < blocks.size()) {
      runNext();
    }
  }

  private void runNext() throws IOException, InterruptedException {
    int i = next++;
    String text = blocks.get(i);
    boolean isEndless = text.endsWith("&");
    Path said = folder.resolve("block-" + i + ".log");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", isEndless ? "exec " + commandOf(text) : text)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (isEndless) {
      running.add(process);
    } else {
      boolean hasEnded = process.waitFor(MINUTES_FOR_A_BLOCK, TimeUnit.MINUTES);
      process.destroyForcibly();
      assertThat(hasEnded && process.exitValue() == 0).as(text + "\n" + everything()).isTrue();
    }
  }

  private static String commandOf(String text) {
    String command = text.substring(0, text.length() - 1).strip();
    // With variables before it, a command is env's.
    return command.matches("(?s)[A-Z_]+=.*") ? "env " + command : command;
  }

  /** What has been said so far, for whoever looks for the reason. */
  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < blocks.size(); i++) {
      Path said = folder.resolve("block-" + i + ".log");
      if (Files.exists(said)) {
        String text = Files.readString(said);
        all.append("--- ").append(blocks.get(i)).append('\n');
        all.append(text.substring(Math.max(0, text.length() - 4_000)));
      }
    }
    return all.toString();
  }

  /** What runs in the background, in the document's order. */
  List<Process> running() {
    return List.copyOf(running);
  }

  @Override
  public void close() {
    running.forEach(Process::destroy);
    for (Process process : running) {
      try {
        process.onExit().get(1, TimeUnit.MINUTES);
      } catch (ExecutionException | TimeoutException e) {
        process.destroyForcibly();
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
