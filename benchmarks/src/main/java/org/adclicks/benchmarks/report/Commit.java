package org.adclicks.benchmarks.report;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Which commit of this repository is measured: figures without it cannot be compared. */
final class Commit {

  private static final String UNKNOWN = "unknown";

  private Commit() {}

  /** Its short hash, with {@code -dirty} if files were changed since; "unknown" without git. */
  static String current() {
    try {
      Path classes =
          Path.of(Commit.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return of(classes.resolveSibling("."));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("classes come from a place with no path", e);
    }
  }

  /** The same of the repository a folder stands in. */
  static String of(Path folder) {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 && !said.isEmpty() ? said : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
