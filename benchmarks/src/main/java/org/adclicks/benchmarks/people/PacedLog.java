package org.adclicks.benchmarks.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.localstack.Endpoints;
import org.adclicks.pipeline.command.ClickSender;
import org.adclicks.pipeline.command.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * A log on its way into the queue, line by line in its order, at a steady rate.
 *
 * <p>Errors: {@link BenchmarkFailure} when the queue takes it no more.
 */
final class PacedLog implements AutoCloseable {

  private static final int LINES_PER_GROUP = 10;
  private static final int LINES_PER_LOOK = 100;

  private final BufferedReader lines;
  private final ClickSender sender;
  private final double linesPerSecond;
  private long dueNanos = System.nanoTime();
  private long sent;

  PacedLog(Path log, Endpoints endpoints, double linesPerSecond) {
    this.linesPerSecond = linesPerSecond;
    try {
      this.sender =
          ClickSender.connect(endpoints.kafkaBootstrap(), Endpoints.CLICKS_TOPIC)
              .withLinesPerGroup(LINES_PER_GROUP)
              .openingNewTopic();
      this.lines = Files.newBufferedReader(log);
    } catch (CommandFailure e) {
      throw new BenchmarkFailure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends as many lines, or all that are left; returns when the queue has them. */
  long send(long most) {
    long now = 0;
    try {
      for (String line = next(most, now); line != null; line = next(most, now)) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        sender.send(bytes, bytes.length);
        now++;
        if (now % LINES_PER_LOOK == 0) {
          keepPace(LINES_PER_LOOK);
        }
      }
      keepPace(now % LINES_PER_LOOK);
      sender.flush();
    } catch (CommandFailure e) {
      throw new BenchmarkFailure(String.valueOf(e.getMessage()), e);
    }
    sent += now;
    return sent;
  }

  /** What was not sent in time is not made up for. */
  private void keepPace(long lineCount) {
    dueNanos =
        Math.max(System.nanoTime(), dueNanos)
            + (long) (lineCount / linesPerSecond * TimeUnit.SECONDS.toNanos(1));
    LockSupport.parkNanos(dueNanos - System.nanoTime());
  }

  private @Nullable String next(long most, long now) {
    try {
      return now < most ? lines.readLine() : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sender.close();
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
