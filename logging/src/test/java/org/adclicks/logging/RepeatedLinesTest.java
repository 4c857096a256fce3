package org.adclicks.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {

  private static final String AWAY =
      "[Consumer clientId=reader-%d] Connection to node {} could not be established";

  private final AtomicLong nanos = new AtomicLong(1);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final LoggerContext context = new LoggerContext();
  private Logger client;
  private Logger ours;

  @BeforeEach
  void configure() {
    RepeatedLines filter = new RepeatedLines(nanos::get);
    filter.setContext(context);
    filter.start();
    context.addTurboFilter(filter);
    written.setContext(context);
    written.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(written);
    client = context.getLogger("org.apache.kafka.clients.NetworkClient");
    ours = context.getLogger("org.adclicks.pipeline.source.Reader");
    ours.setLevel(Level.INFO);
  }

  @Test
  void aServerThatIsAwayIsALineAMinute() {
    for (int second = 0; second < 120; second++) {
      for (int reader = 0; reader < 8; reader++) {
        client.warn(AWAY.formatted(reader), "-" + second);
      }
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "[Consumer clientId=reader-0] Connection to node -0 could not be established",
            "479 lines like the next one, of org.apache.kafka.clients.NetworkClient, were left out",
            "[Consumer clientId=reader-0] Connection to node -60 could not be established");
  }

  @Test
  void warningsOfOursThatSayOtherThingsAreAllWritten() {
    for (int partition = 0; partition < 3; partition++) {
      ours.warn("partition {} is not read", partition);
      ours.warn("partition {} is not read", partition);
      ours.info("a write took {} ms", partition);
    }
    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "partition 0 is not read",
            "a write took 0 ms",
            "partition 1 is not read",
            "partition 2 is not read");
  }

  @Test
  void whatIsNotWrittenAnywayIsNotCounted() {
    client.info("a line");
    client.warn("a line");
    client.error("a line", new IllegalStateException("why"));
    assertThat(client.isWarnEnabled()).isTrue();
    assertThat(written.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.ERROR);
  }
}
