package org.adclicks.localstack.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.adclicks.localstack.LocalStack;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.process.StackFailure;

/** Loads a sample into a running stack and checks what it answers. */
public final class CheckedReplay {

  private CheckedReplay() {}

  /**
   * Returns 0 if every answer is right, 1 if not.
   *
   * @throws StackFailure if the sample cannot be written
   */
  public static int run(LocalStack stack, Sample sample, Consumer<String> progress) {
    Path folder = stack.endpoints().archiveDir().resolveSibling("sample");
    if (!folder.toFile().mkdirs()) {
      throw new StackFailure(folder + " cannot be created");
    }
    progress.accept("generating a sample of " + sample.lines() + " lines");
    List<Path> files = sample.generate(stack, folder, progress);
    progress.accept("loading it");
    List<String> load = new ArrayList<>(List.of("load"));
    files.forEach(file -> load.add(file.toString()));
    load.add("--until-closed");
    if (stack.run(load, progress) != 0) {
      throw new StackFailure("the sample could not be loaded");
    }
    try (Oracle oracle = Oracle.load(files.toArray(Path[]::new));
        QueryClient client = QueryClient.of(stack.endpoints())) {
      Tally tally = new Verification(oracle, stack.endpoints(), client, progress).run();
      stack.requireAlive();
      tally.differences().forEach(difference -> progress.accept("WRONG: " + difference));
      progress.accept(tally.summary());
      return tally.wrong() == 0 ? 0 : 1;
    }
  }
}
