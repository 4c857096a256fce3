package org.adclicks.localstack.setup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.adclicks.localstack.server.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TopicPlan} held against a real Kafka.
 *
 * <p>Errors: what Kafka says, as an {@link ExecutionException}.
 */
public final class TopicSetup {

  private static final int SECONDS = 30;
  private static final String RETENTION = "retention.ms";
  private static final String LARGEST = "max.message.bytes";

  private final Admin admin;
  private final TopicPlan plan;

  public TopicSetup(Admin admin, TopicPlan plan) {
    this.admin = admin;
    this.plan = plan;
  }

  /** Creates what is missing and returns a line for each; changes nothing that is there. */
  public List<String> create(boolean withRights)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> existing = got(admin.listTopics().names());
    List<String> done = new ArrayList<>();
    List<NewTopic> missing = new ArrayList<>();
    for (Topic topic : plan.topics()) {
      if (!existing.contains(topic.name())) {
        missing.add(
            new NewTopic(topic.name(), topic.partitions(), (short) plan.replicas())
                .configs(topic.config()));
        done.add("topic " + topic.name() + " created");
      }
    }
    got(admin.createTopics(missing).all());
    if (withRights) {
      Set<AclBinding> there = rights().orElseThrow(TopicSetup::noAuthorizer);
      List<AclBinding> given =
          plan.rights().stream().filter(right -> !there.contains(right)).toList();
      got(admin.createAcls(given).all());
      given.forEach(right -> done.add(TopicPlan.words(right) + " now"));
    }
    return done;
  }

  private static ExecutionException noAuthorizer() {
    return new ExecutionException(
        new SecurityDisabledException(
            "it has no authorizer: set authorizer.class.name, or leave rights out with"
                + " --without-rights"));
  }

  /** What differs, a line each; nothing if all is as planned. */
  public List<String> differences(boolean withRights)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<String> differences = new ArrayList<>();
    for (Topic topic : plan.topics()) {
      Optional<TopicDescription> there = describe(topic.name());
      if (there.isEmpty()) {
        differences.add("topic " + topic.name() + " is not there");
      } else {
        compare(topic, there.get(), differences);
      }
    }
    if (withRights) {
      compareRights(differences);
    }
    return differences;
  }

  private void compare(Topic topic, TopicDescription there, List<String> differences)
      throws ExecutionException, InterruptedException, TimeoutException {
    String name = "topic " + topic.name();
    // More are fine: whoever reads the topic reads those added to it.
    if (there.partitions().size() < topic.partitions()) {
      differences.add(
          "%s has %d partitions, wanted are %d"
              .formatted(name, there.partitions().size(), topic.partitions()));
    }
    int replicas = there.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    if (replicas < plan.replicas()) {
      differences.add(
          "%s has %d replicas, wanted are %d".formatted(name, replicas, plan.replicas()));
    }
    int inSync = there.partitions().stream().mapToInt(p -> p.isr().size()).min().orElse(0);
    if (inSync < replicas) {
      differences.add(
          "%s has a partition with %d of %d replicas in sync".formatted(name, inSync, replicas));
    }
    Map<String, String> settings = settings(topic.name());
    new TreeMap<>(topic.config())
        .forEach(
            (setting, wanted) -> {
              String found = settings.getOrDefault(setting, "");
              if (!isEnough(setting, found, wanted)) {
                differences.add(
                    "%s has %s=%s, wanted is %s".formatted(name, setting, found, wanted));
              }
            });
  }

  /** Longer and larger is more than enough. */
  private static boolean isEnough(String setting, String found, String wanted) {
    if (setting.equals(RETENTION) && found.equals("-1")) {
      return true;
    }
    boolean isLimit = setting.equals(RETENTION) || setting.equals(LARGEST);
    return (isLimit && found.matches("\\d{1,18}"))
        ? Long.parseLong(found) >= Long.parseLong(wanted)
        : found.equals(wanted);
  }

  private void compareRights(List<String> differences)
      throws ExecutionException, InterruptedException, TimeoutException {
    Optional<Set<AclBinding>> there = rights();
    if (there.isEmpty()) {
      differences.add(
          "this Kafka has no authorizer, so that everybody may do everything (--without-rights"
              + " leaves this out)");
      return;
    }
    Set<AclBinding> wanted = new HashSet<>(plan.rights());
    for (AclBinding right : plan.rights()) {
      if (!there.get().contains(right)) {
        differences.add(TopicPlan.words(right) + ": is not so");
      }
    }
    Set<String> users = new HashSet<>(Set.of("User:*"));
    wanted.forEach(right -> users.add(right.entry().principal()));
    there.get().stream()
        .filter(right -> users.contains(right.entry().principal()) && !wanted.contains(right))
        .map(right -> TopicPlan.words(right) + ": is more than planned")
        .sorted()
        .forEach(differences::add);
  }

  /** Nothing if this Kafka asks nobody for any. */
  private Optional<Set<AclBinding>> rights()
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      Collection<AclBinding> there = got(admin.describeAcls(AclBindingFilter.ANY).values());
      return Optional.of(new HashSet<>(there));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SecurityDisabledException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<TopicDescription> describe(String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      @Nullable TopicDescription there =
          got(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
      return Optional.ofNullable(there);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Map<String, String> settings(String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<String, String> settings = new TreeMap<>();
    @Nullable Config config = got(admin.describeConfigs(List.of(resource)).all()).get(resource);
    if (config != null) {
      config.entries().forEach(entry -> settings.put(entry.name(), String.valueOf(entry.value())));
    }
    return settings;
  }

  private static <T> T got(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(SECONDS, TimeUnit.SECONDS);
  }
}
