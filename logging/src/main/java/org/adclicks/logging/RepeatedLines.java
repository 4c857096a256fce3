package org.adclicks.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Lets one line of a kind through in a minute, and says of the next how many were left out: a
 * server that is away would else be told of several times a second, by each client.
 *
 * <p>Of one kind are lines of one logger and level that differ in numbers only; other people's also
 * if they differ in what is put into the same text. A warning of our own is of a kind by itself.
 *
 * <p>State: the last {@value #KINDS} kinds.
 */
public final class RepeatedLines extends TurboFilter {

  private static final int KINDS = 500;
  private static final long SPAN_NANOS = Duration.ofMinutes(1).toNanos();
  private static final String OURS = "org.adclicks.";

  /** Each line of it is evidence of its own. */
  private static final String AUDIT = "adclicks.audit";

  private static final Pattern NUMBERS = Pattern.compile("\\b[0-9a-f]{12,}\\b|\\d+");

  private final LongSupplier nanoTime;
  private final Map<String, Kind> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
          return size() > KINDS;
        }
      };

  private static final class Kind {
    private long writtenNanos;
    private long leftOut;
  }

  /** As logback makes it. */
  public RepeatedLines() {
    this(System::nanoTime);
  }

  RepeatedLines(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable failure) {
    // Without a text it is only asked whether the level is on.
    if (format == null
        || !level.isGreaterOrEqual(Level.INFO)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())
        || logger.getName().equals(AUDIT)
        || logger.getName().equals(RepeatedLines.class.getName())) {
      return FilterReply.NEUTRAL;
    }
    long leftOut = leftOutBefore(kind(logger, level, format, parameters));
    if (leftOut < 0) {
      return FilterReply.DENY;
    }
    if (leftOut > 0 && getContext() instanceof LoggerContext context) {
      context
          .getLogger(RepeatedLines.class)
          .warn("{} lines like the next one, of {}, were left out", leftOut, logger.getName());
    }
    return FilterReply.NEUTRAL;
  }

  /** How many were left out since one of this kind was written; -1 if this one is left out too. */
  private synchronized long leftOutBefore(String name) {
    long now = nanoTime.getAsLong();
    Kind kind = kinds.get(name);
    if (kind == null) {
      kind = new Kind();
      kinds.put(name, kind);
    } else if (now - kind.writtenNanos < SPAN_NANOS) {
      kind.leftOut++;
      return -1;
    }
    long leftOut = kind.leftOut;
    kind.writtenNanos = now;
    kind.leftOut = 0;
    return leftOut;
  }

  private static String kind(
      Logger logger, Level level, String format, Object @Nullable [] parameters) {
    boolean ours = logger.getName().startsWith(OURS);
    String text = format;
    if (ours) {
      text = String.valueOf(MessageFormatter.arrayFormat(format, parameters).getMessage());
    }
    if (!ours || level.equals(Level.INFO)) {
      text = NUMBERS.matcher(text).replaceAll("#");
    }
    return logger.getName() + ' ' + level + ' ' + text;
  }
}
