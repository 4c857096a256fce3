package org.adclicks.localstack.demo;

import java.util.List;
import org.adclicks.localstack.LocalStack;
import org.adclicks.localstack.process.ChildProcess;

/** Clicks made up as time goes by. */
public final class LiveClicks {

  private LiveClicks() {}

  /** Starts to send 200 clicks a second, until the process is closed. */
  public static ChildProcess start(LocalStack stack) {
    return stack.startTool(
        List.of(
            "generate",
            "--kafka",
            "--rate=200",
            "--ads=2000",
            "--users=5000",
            "--duplicates=1%",
            "--late=1%",
            "--quiet"));
  }
}
