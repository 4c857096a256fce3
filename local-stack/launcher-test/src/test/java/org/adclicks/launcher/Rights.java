package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.SchemaMigration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the users of servers set up by our commands may do, and what not. */
record Rights(SecuredServers servers) {

  void assertNobodyCanDoMoreThanHeMust() throws Exception {
    try (CqlSession writer = SchemaMigration.connect(servers.store(StackSecurity.STORE_WRITER));
        CqlSession reader = SchemaMigration.connect(servers.store(StackSecurity.STORE_READER))) {
      assertThat(reader.execute("SELECT * FROM adclicks.minutes LIMIT 1").one()).isNotNull();
      for (String forbidden :
          List.of(
              "INSERT INTO adclicks.progress (pipeline) VALUES ('x')",
              "TRUNCATE adclicks.cells",
              "SELECT * FROM system_auth.roles")) {
        assertThatThrownBy(() -> reader.execute(forbidden))
            .isInstanceOf(UnauthorizedException.class);
      }
      for (String forbidden :
          List.of(
              "SELECT * FROM adclicks.cells_by_day LIMIT 1",
              "INSERT INTO adclicks.schema_version (version) VALUES (99)",
              "DROP TABLE adclicks.cells",
              "ALTER ROLE adclicks_writer WITH SUPERUSER = true")) {
        assertThatThrownBy(() -> writer.execute(forbidden))
            .isInstanceOf(UnauthorizedException.class);
      }
    }
    assertThatThrownBy(() -> read("clicks", StackSecurity.KAFKA_LOADER))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> send("clicks", StackSecurity.KAFKA_JOB))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> send("click-aggregates", StackSecurity.KAFKA_LOADER))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    try (Admin admin = Admin.create(servers.kafka(StackSecurity.KAFKA_JOB).asAdmin())) {
      assertThatThrownBy(
              () -> admin.deleteTopics(List.of("clicks")).all().get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TopicAuthorizationException.class);
      assertThat(
              admin
                  .listOffsets(Map.of(new TopicPartition("clicks", 0), OffsetSpec.latest()))
                  .all()
                  .get(20, TimeUnit.SECONDS))
          .hasSize(1);
    }
  }

  private void read(String topic, String user) {
    Map<String, Object> settings = servers.kafka(user).asReader();
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.poll(Duration.ofSeconds(20));
    }
  }

  private void send(String topic, String user) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            servers.kafka(user).asWriter(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[1])).get(20, TimeUnit.SECONDS);
    }
  }
}
