package org.adclicks.localstack.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.adclicks.localstack.LocalStack;
import org.adclicks.localstack.process.StackFailure;

/**
 * Made-up click logs of two servers, one of JSON lines and one of zipped CSV, with duplicates, late
 * clicks and bad lines among them.
 *
 * @param lines of both logs together
 * @param seed of the generator
 */
public record Sample(int lines, long seed) {

  /** Fewer do not fill the minutes that are asked for. */
  public static final int SMALLEST = 100;

  // Enough for every kind of window; the DirectRunner takes some ten seconds for each.
  private static final int MINUTES = 4;

  /** Writes the two logs and returns them. */
  List<Path> generate(LocalStack stack, Path folder, Consumer<String> progress) {
    List<Path> files = List.of(folder.resolve("server1.jsonl"), folder.resolve("server2.csv.gz"));
    int half = lines / 2;
    int rate = Math.max(1, half / (MINUTES * 60));
    List<String> common =
        List.of(
            "generate",
            "--clicks=" + half,
            "--rate=" + rate,
            "--ads=400",
            "--users=1500",
            "--duplicates=1%",
            "--late=1%",
            "--bad=1%",
            "--quiet");
    run(stack, common, List.of("--seed=" + seed, "--out=" + files.get(0)), progress);
    run(
        stack,
        common,
        List.of("--seed=" + (seed + 1), "--format=csv", "--click-ids", "--out=" + files.get(1)),
        progress);
    return files;
  }

  private static void run(
      LocalStack stack, List<String> common, List<String> own, Consumer<String> progress) {
    List<String> arguments = new ArrayList<>(common);
    arguments.addAll(own);
    if (stack.run(arguments, progress) != 0) {
      throw new StackFailure("the sample could not be generated");
    }
  }
}
