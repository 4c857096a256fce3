package org.adclicks.pipeline.source;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a topic's offsets through a short-lived admin client on a thread of its own, at most
 * every five seconds and only as long as somebody asks.
 */
final class KafkaTopicProbe implements TopicProbe {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopicProbe.class);
  private static final long INTERVAL_MILLIS = 5_000;
  // Older than this, a look says nothing about now any more.
  private static final long USABLE_MILLIS = 3 * INTERVAL_MILLIS;

  private final Map<String, Object> connection;
  private final String topic;
  private final Clock clock;
  private boolean looking;
  private long startedMillis = Long.MIN_VALUE;
  private long finishedMillis;
  private @Nullable TopicLook newest;

  KafkaTopicProbe(Map<String, Object> connection, String topic, Clock clock) {
    this.connection = connectionOnly(connection);
    this.topic = topic;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<TopicLook> newestLook() {
    long now = clock.millis();
    boolean due = startedMillis == Long.MIN_VALUE || now - startedMillis >= INTERVAL_MILLIS;
    if (due && !looking) {
      looking = true;
      startedMillis = now;
      Thread thread = new Thread(this::look, "topic-probe-" + topic);
      thread.setDaemon(true);
      thread.start();
    }
    return now - finishedMillis <= USABLE_MILLIS ? Optional.ofNullable(newest) : Optional.empty();
  }

  private void look() {
    TopicLook seen = null;
    try (Admin admin = Admin.create(connection)) {
      seen = TopicLook.at(admin, topic);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.debug("topic {} cannot be looked at now", topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finish(seen);
    }
  }

  private synchronized void finish(@Nullable TopicLook seen) {
    looking = false;
    if (seen != null) {
      newest = seen;
      finishedMillis = clock.millis();
    }
  }

  /** A consumer's settings as far as an admin client knows them. */
  private static Map<String, Object> connectionOnly(Map<String, Object> consumerSettings) {
    Map<String, Object> known = new HashMap<>(consumerSettings);
    known.keySet().retainAll(AdminClientConfig.configNames());
    return known;
  }
}
