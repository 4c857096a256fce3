package org.adclicks.localstack.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.adclicks.localstack.server.Topic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The topics the system wants of Kafka, and what each of its users may do with them.
 *
 * @param names of the topics
 * @param partitions of clicks and aggregates
 * @param retention of clicks and aggregates; rejected lines are kept for thirty days at least
 * @param replicas of each partition
 * @param jobUser as who the job comes
 * @param loaderUser as who those come that bring clicks
 */
public record TopicPlan(
    TopicNames names,
    int partitions,
    Duration retention,
    int replicas,
    String jobUser,
    String loaderUser) {

  private static final Duration REJECTED_RETENTION = Duration.ofDays(30);

  /** The topics' names. */
  public record TopicNames(String clicks, String rejected, String aggregates) {}

  public List<Topic> topics() {
    Duration ofRejected =
        retention.compareTo(REJECTED_RETENTION) > 0 ? retention : REJECTED_RETENTION;
    return Stream.of(
            Topic.byArrival(names.clicks(), partitions).withRetention(retention),
            Topic.byArrival(names.rejected(), 1).withRetention(ofRejected),
            Topic.byArrival(names.aggregates(), partitions).withRetention(retention))
        .map(this::replicated)
        .toList();
  }

  /** Of three replicas one may be missing; with fewer nobody would take records then. */
  private Topic replicated(Topic topic) {
    return replicas < 3 ? topic : topic.withLeastInSync(2);
  }

  /** All that each of the users may do; who reads or writes may also look at a topic. */
  public List<AclBinding> rights() {
    return List.of(
        right(jobUser, AclOperation.READ, names.clicks()),
        right(jobUser, AclOperation.WRITE, names.rejected()),
        right(jobUser, AclOperation.WRITE, names.aggregates()),
        right(jobUser, AclOperation.READ, names.aggregates()),
        right(loaderUser, AclOperation.WRITE, names.clicks()),
        // So that load sees that the job is at work while no answer changes.
        right(loaderUser, AclOperation.DESCRIBE, names.rejected()),
        right(loaderUser, AclOperation.DESCRIBE, names.aggregates()));
  }

  /** As Kafka's own tools do it. */
  public List<String> lines(String bootstrap, String configFile) {
    String connection = " --bootstrap-server " + bootstrap + " --command-config " + configFile;
    List<String> lines = new ArrayList<>();
    for (Topic topic : topics()) {
      StringBuilder line =
          new StringBuilder("kafka-topics.sh --create --if-not-exists --topic ")
              .append(topic.name())
              .append(" --partitions ")
              .append(topic.partitions())
              .append(" --replication-factor ")
              .append(replicas);
      new TreeMap<>(topic.config())
          .forEach(
              (name, value) -> line.append(" --config ").append(name).append('=').append(value));
      lines.add(line + connection);
    }
    for (AclBinding right : rights()) {
      lines.add(
          "kafka-acls.sh --add --allow-principal "
              + right.entry().principal()
              + " --operation "
              + title(right.entry().operation())
              + " --topic "
              + right.pattern().name()
              + connection);
    }
    return lines;
  }

  /** What a user may do, in words. */
  static String words(AclBinding right) {
    return right.entry().principal()
        + (right.entry().permissionType() == AclPermissionType.DENY ? " must not " : " may ")
        + right.entry().operation().name().toLowerCase(Locale.ROOT)
        + " "
        + right.pattern().resourceType().name().toLowerCase(Locale.ROOT)
        + " "
        + right.pattern().name()
        + (right.pattern().patternType() == PatternType.PREFIXED ? "*" : "")
        + (right.entry().host().equals("*") ? "" : " from " + right.entry().host());
  }

  private static AclBinding right(String user, AclOperation operation, String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  private static String title(AclOperation operation) {
    String name = operation.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
