package org.adclicks.pipeline.command;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells the person at the terminal how far it is: at most a line a second, on stderr. */
public final class LineProgress {

  private static final long INTERVAL_MILLIS = 1_000;

  private final PrintStream err;
  private final boolean quiet;
  private final LongSupplier nowMillis;
  private long phaseStartMillis;
  private long shownMillis;
  private long shownAnswered = -1;

  public LineProgress(PrintStream err, boolean quiet, LongSupplier nowMillis) {
    this.err = err;
    this.quiet = quiet;
    this.nowMillis = nowMillis;
    startPhase();
  }

  /** What is done now takes its rate from now on. */
  public void startPhase() {
    phaseStartMillis = nowMillis.getAsLong();
    shownMillis = phaseStartMillis;
  }

  public void say(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /** So many lines of all are sent. */
  public void sent(long lines, long all) {
    if (isTime()) {
      tell(
          "%,d of %,d lines (%d %%), %,d lines/s",
          lines, all, lines * 100 / Math.max(1, all), perSecond(lines));
    }
  }

  /** So many lines are made of all; 0 if there is no end. */
  public void made(long lines, long all) {
    if (all > 0) {
      sent(lines, all);
    } else if (isTime()) {
      tell("%,d lines, %,d lines/s", lines, perSecond(lines));
    }
  }

  /** The pipeline has answered for so many clicks of all. */
  public void answered(long clicks, long all) {
    if (clicks != shownAnswered && isTime()) {
      shownAnswered = clicks;
      tell("answered for %,d of %,d clicks", clicks, all);
    }
  }

  /** Whether nothing was shown for a while; what is shown now is the last for one. */
  private boolean isTime() {
    long now = nowMillis.getAsLong();
    boolean isTime = now - shownMillis >= INTERVAL_MILLIS;
    if (isTime) {
      shownMillis = now;
    }
    return isTime;
  }

  private long perSecond(long lines) {
    return lines * 1000 / Math.max(1, shownMillis - phaseStartMillis);
  }

  @FormatMethod
  private void tell(String format, Object... values) {
    say(String.format(Locale.ROOT, format, values));
  }
}
