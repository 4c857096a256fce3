package org.adclicks.pipeline.kafka;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps asking which partitions a topic has and where those that are read end. Never blocks; a
 * partition that cannot be asked about keeps its last answer, which soon is too old to be used.
 */
public final class TopicWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final long ENDS_EVERY_MILLIS = 1_000;
  private static final long PARTITIONS_EVERY_MILLIS = 1_000;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final long WARN_EVERY_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final Admin admin;
  private final String topic;
  private final TopicUse use;
  private final Clock clock;

  private final Map<Integer, EndLook> ends = new ConcurrentHashMap<>();
  private volatile Set<Integer> partitions = Set.of();
  private volatile @Nullable String topicId;
  private volatile boolean isMadeAnew;
  private volatile long knownMillis = Long.MIN_VALUE;

  private boolean isAskingEnds;
  private boolean isAskingPartitions;
  private long endsAskedMillis;
  private long partitionsAskedMillis;
  private long warnedMillis;

  public TopicWatch(TopicSettings settings, TopicUse use, Clock clock) {
    this.admin = Admin.create(settings.adminSettings());
    this.topic = settings.name();
    this.use = use;
    this.clock = clock;
  }

  /** All partitions of the topic; none before the first answer. */
  public Set<Integer> partitions() {
    return partitions;
  }

  /**
   * The topic's own id; null before the first answer, empty if the broker gives none. Where it is
   * known the partitions are, too.
   */
  public @Nullable String topicId() {
    return topicId;
  }

  /** When the partitions that are known were asked for; the least there is if they never were. */
  public long partitionsAskedMillis() {
    return knownMillis;
  }

  /** Whether the topic has become another one of the same name. */
  public boolean isMadeAnew() {
    return isMadeAnew;
  }

  /** The last answer for a partition; null before the first. */
  public @Nullable EndLook endOf(int partition) {
    return ends.get(partition);
  }

  /** Asks what is due, for the ends of these partitions. */
  public synchronized void tick(Collection<Integer> read) {
    long now = clock.millis();
    if (!isAskingPartitions && now - partitionsAskedMillis >= PARTITIONS_EVERY_MILLIS) {
      partitionsAskedMillis = now;
      isAskingPartitions = true;
      askPartitions(now);
    }
    if (!isAskingEnds && !read.isEmpty() && now - endsAskedMillis >= ENDS_EVERY_MILLIS) {
      endsAskedMillis = now;
      isAskingEnds = true;
      askEnds(read, now);
    }
  }

  @Override
  public void close() {
    admin.close(java.time.Duration.ZERO);
  }

  // The callbacks hear of what the futures would tell.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void askPartitions(long now) {
    admin
        .describeTopics(Set.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
        .allTopicNames()
        .whenComplete((answer, failure) -> partitionsAnswered(now, answer, failure));
  }

  private synchronized void partitionsAnswered(
      long askedMillis,
      @Nullable Map<String, TopicDescription> answer,
      @Nullable Throwable failure) {
    isAskingPartitions = false;
    TopicDescription description = answer == null ? null : answer.get(topic);
    if (description == null) {
      warn("", failure);
      return;
    }
    String id =
        description.topicId().equals(Uuid.ZERO_UUID) ? "" : description.topicId().toString();
    if (topicId != null && !id.equals(topicId)) {
      isMadeAnew = true;
      return;
    }
    Set<Integer> known = new TreeSet<>(partitions);
    for (TopicPartitionInfo info : description.partitions()) {
      known.add(info.partition());
    }
    partitions = known;
    topicId = id;
    knownMillis = askedMillis;
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void askEnds(Collection<Integer> read, long now) {
    // Behind an open transaction others may have written what nobody can read yet: only what lies
    // before its end, too, has been read when it can be.
    ListOffsetsOptions options =
        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(TIMEOUT_MILLIS);
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int partition : read) {
      wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    ListOffsetsResult result = admin.listOffsets(wanted, options);
    for (TopicPartition partition : wanted.keySet()) {
      result
          .partitionResult(partition)
          .whenComplete((end, failure) -> endAnswered(partition.partition(), now, end, failure));
    }
    result.all().whenComplete((all, failure) -> endsAnswered());
  }

  private void endAnswered(
      int partition,
      long askedMillis,
      @Nullable ListOffsetsResultInfo end,
      @Nullable Throwable failure) {
    if (end == null) {
      warn(" (partition " + partition + ")", failure);
    } else {
      ends.put(partition, new EndLook(askedMillis, end.offset()));
    }
  }

  private synchronized void endsAnswered() {
    isAskingEnds = false;
  }

  private synchronized void warn(String what, @Nullable Throwable failure) {
    long now = clock.millis();
    if (now - warnedMillis >= WARN_EVERY_MILLIS) {
      warnedMillis = now;
      LOG.warn(
          "Topic {}{} cannot be looked at: {} until it can ({})",
          topic,
          what,
          use.whatWaits(),
          String.valueOf(failure));
    }
  }
}
