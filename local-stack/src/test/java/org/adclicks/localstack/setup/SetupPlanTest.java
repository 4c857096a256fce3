package org.adclicks.localstack.setup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.adclicks.localstack.setup.TopicPlan.TopicNames;
import org.junit.jupiter.api.Test;

class SetupPlanTest {

  private static final SchemaPlan SCHEMA = new SchemaPlan("ads", "dc1", 3, "writer", "reader");

  @Test
  void knowsEveryTableOfTheSchemaAsItsStepsLeaveIt() {
    assertThat(TableShape.all())
        .containsKeys("cells", "minutes", "counted_spans", "schema_version");
    assertThat(table("cells").key()).isEqualTo("(bucket,hour),ad_id,minute,country");
    assertThat(table("cells").columns()).containsEntry("clicks", "bigint").hasSize(6);
    assertThat(table("minutes").columns())
        .containsEntry("counts", "frozen<tuple<bigint,bigint,bigint,bigint,bigint,bigint>>");
    // Added by a later step.
    assertThat(table("counted_spans").columns())
        .containsEntry("kept_from", "frozen<map<text,timestamp>>");
    // Dropped by a later step, and made anew.
    assertThat(table("click_hours").key()).isEqualTo("(side,bucket,day),chunk,earliest,part");
    assertThat(table("progress").key()).isEqualTo("pipeline");
    assertThat(table("schema_version").columns()).containsOnlyKeys("version", "applied");
  }

  @Test
  void tellsHowATableDiffers() {
    TableShape wanted = new TableShape("t", Map.of("a", "int", "b", "text"), "a");
    TableShape found = new TableShape("t", Map.of("a", "bigint", "c", "int"), "(a),c");

    assertThat(wanted.differencesOf(wanted)).isEmpty();
    assertThat(wanted.differencesOf(found))
        .containsExactly(
            "table t has a of type bigint, wanted is int",
            "table t has no column b",
            "table t has a column c too many",
            "table t has the key ((a),c), wanted is (a)");
  }

  @Test
  void printsStatementsThatGiveEachUserItsRightsAndNoMore() {
    assertThat(SCHEMA.statements())
        .contains(
            "CREATE KEYSPACE IF NOT EXISTS \"ads\" WITH replication = {'class':"
                + " 'NetworkTopologyStrategy', 'dc1': 3}");
    assertThat(SCHEMA.roleStatements())
        .contains(
            "CREATE ROLE IF NOT EXISTS writer WITH LOGIN = true",
            "GRANT MODIFY ON TABLE \"ads\".\"cells\" TO writer",
            "GRANT SELECT ON TABLE \"ads\".\"cells\" TO writer",
            "GRANT MODIFY ON TABLE \"ads\".\"minutes\" TO writer",
            "GRANT SELECT ON KEYSPACE \"ads\" TO reader")
        .noneMatch(statement -> statement.contains("schema_version"))
        .noneMatch(
            statement -> statement.startsWith("GRANT MODIFY") && statement.endsWith("reader"));
  }

  @Test
  void printsTopicsAndRightsAsKafkasOwnCommands() {
    TopicPlan topics =
        new TopicPlan(
            new TopicNames("clicks", "bad", "sums"), 12, Duration.ofDays(3), 2, "job", "shipper");

    assertThat(topics.lines("a:1,b:2", "admin.properties"))
        .contains(
            "kafka-topics.sh --create --if-not-exists --topic clicks --partitions 12"
                + " --replication-factor 2 --config max.message.bytes=16777216 --config"
                + " message.timestamp.type=LogAppendTime --config retention.ms=259200000"
                + " --bootstrap-server a:1,b:2 --command-config admin.properties",
            "kafka-acls.sh --add --allow-principal User:job --operation Read --topic clicks"
                + " --bootstrap-server a:1,b:2 --command-config admin.properties")
        .anyMatch(line -> line.contains("--topic bad") && line.contains("retention.ms=2592000000"))
        .noneMatch(line -> line.contains("User:shipper --operation Read"));
  }

  @Test
  void ofThreeReplicasOneMayBeMissing() {
    TopicPlan topics =
        new TopicPlan(
            new TopicNames("clicks", "bad", "sums"), 12, Duration.ofDays(3), 3, "job", "shipper");

    assertThat(topics.lines("a:1", "admin.properties").subList(0, 3))
        .allMatch(line -> line.contains("--replication-factor 3"))
        .allMatch(line -> line.contains("--config min.insync.replicas=2"));
  }

  private static TableShape table(String name) {
    return requireNonNull(TableShape.all().get(name));
  }
}
