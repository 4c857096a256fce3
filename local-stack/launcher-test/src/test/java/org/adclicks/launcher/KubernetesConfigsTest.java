package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.adclicks.localstack.process.Installation;
import org.junit.jupiter.api.Test;

/**
 * What we offer for Kubernetes is what the operator of that version takes, and fits together. What
 * the service takes is held by its own {@code KubernetesServiceTest}.
 */
class KubernetesConfigsTest {

  private static final String SCHEMA = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  void theOperatorTakesTheDeployment() throws Exception {
    JsonNode deployment = deployment();
    assertThat(problems(deployment)).isEmpty();
    assertThat(deployment.at("/apiVersion").asText()).isEqualTo("flink.apache.org/v1beta1");
    assertThat(deployment.at("/spec/taskManager/replicas").asInt())
        .isEqualTo(deployment.at("/spec/job/parallelism").asInt());
  }

  @Test
  void aMisspeltSettingAndAWrongValueAreSeen() throws Exception {
    JsonNode deployment = deployment();
    ((ObjectNode) deployment.at("/spec/job")).put("upgradMode", "savepoint");
    ((ObjectNode) deployment.at("/spec")).put("flinkVersion", "v1_12");
    assertThat(problems(deployment)).extracting(ValidationMessage::toString).hasSize(2);
  }

  /** It finds reporters in its own lib alone, and shows them on loopback unless told otherwise. */
  @Test
  void theJobShowsItsMetricsToOtherMachines() throws Exception {
    JsonNode flink = deployment().at("/spec/flinkConfiguration");
    JsonNode offered = YAML.readTree(file("prometheus/flink-conf.yaml").toFile());
    assertAlike(
        flink,
        offered,
        "metrics.reporters",
        "metrics.reporter.adclicks.factory.class",
        "metrics.reporter.adclicks.interval");
    assertThat(flink.path("metrics.reporter.adclicks.host").asText()).isEqualTo("0.0.0.0");

    String port = flink.path("metrics.reporter.adclicks.port").asText();
    JsonNode pod = deployment().at("/spec/podTemplate");
    JsonNode annotations = pod.at("/metadata/annotations");
    assertThat(annotations.path("prometheus.io/scrape").asText()).isEqualTo("true");
    assertThat(annotations.path("prometheus.io/port").asText()).isEqualTo(port);
    JsonNode shown = pod.at("/spec/containers/0/ports/0");
    assertThat(shown.path("containerPort").asText()).isEqualTo(port);
    assertThat(Files.readString(file("prometheus/prometheus.yml")))
        .contains(
            "__meta_kubernetes_pod_container_port_name], regex: " + shown.path("name").asText())
        .contains("__meta_kubernetes_pod_label_app], regex: " + name(deployment()));
  }

  @Test
  void theImageHasTheJobWhereFlinkFindsItsReporter() throws Exception {
    String image = Files.readString(file("kubernetes/Dockerfile"));
    assertThat(image)
        .contains("cp \"/tmp/lib/$jar\" /opt/flink/lib/")
        .contains(
            "mv /opt/flink/lib/adclicks-pipeline-*.jar /opt/flink/lib/adclicks-pipeline.jar",
            "COPY runner-configs/flink-cluster.properties /opt/flink/adclicks/");
    JsonNode job = deployment().at("/spec/job");
    assertThat(job.at("/jarURI").asText())
        .isEqualTo("local:///opt/flink/lib/adclicks-pipeline.jar");
    assertThat(job.at("/args/0").asText())
        .isEqualTo("--optionsFile=/opt/flink/adclicks/flink-cluster.properties");
    // With Parquet's part of Hadoop there, Flink would look for the rest of it.
    JsonNode elsewhere = YAML.readTree(file("flink/config.yaml").toFile());
    assertAlike(
        deployment().at("/spec/flinkConfiguration"),
        elsewhere,
        "security.module.factory.classes",
        "security.context.factory.classes",
        "security.delegation.tokens.enabled");
  }

  private static void assertAlike(JsonNode one, JsonNode other, String... keys) {
    for (String key : keys) {
      assertThat(one.path(key).asText()).as(key).isNotEmpty().isEqualTo(other.path(key).asText());
    }
  }

  @Test
  void theServiceHasItsSecretsAndTheTimeToWaitForTheStore() throws Exception {
    JsonNode service = YAML.readTree(file("kubernetes/service.yaml").toFile());
    JsonNode pod = service.at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    Map<String, String> options = options(container.get("args"));
    assertThat(options).containsKeys("--bind", "--store-wait");
    JsonNode mount = container.at("/volumeMounts/0");
    for (String file : List.of("--keys", "--tls-cert", "--tls-key")) {
      assertThat(options.get(file)).as(file).startsWith(mount.path("mountPath").asText() + "/");
    }
    JsonNode secrets = pod.at("/volumes/0");
    assertThat(secrets.path("name").asText()).isEqualTo(mount.path("name").asText());
    assertThat(secrets.at("/secret/secretName").asText()).isNotEmpty();

    for (String probe : List.of("readinessProbe", "startupProbe")) {
      JsonNode asked = container.path(probe).path("httpGet");
      assertThat(asked.path("scheme").asText()).as(probe).isEqualTo("HTTPS");
      assertThat(asked.path("port").asText()).as(probe).isEqualTo(options.get("--port"));
    }
    JsonNode startup = container.path("startupProbe");
    Duration patience =
        Duration.ofSeconds(startup.path("failureThreshold").asLong())
            .multipliedBy(startup.path("periodSeconds").asLong());
    assertThat(patience)
        .isGreaterThanOrEqualTo(Duration.parse("PT" + options.get("--store-wait")).plusSeconds(30));
  }

  private static Map<String, String> options(JsonNode arguments) {
    Map<String, String> options = new HashMap<>();
    for (JsonNode argument : arguments) {
      String[] nameAndValue = argument.asText().split("=", 2);
      assertThat(nameAndValue).as(argument.asText()).hasSize(2);
      options.put(nameAndValue[0], nameAndValue[1]);
    }
    return options;
  }

  private static String name(JsonNode deployment) {
    return deployment.at("/metadata/name").asText();
  }

  private static JsonNode deployment() throws IOException {
    return YAML.readTree(file("kubernetes/flinkdeployment.yaml").toFile());
  }

  private static Path file(String name) {
    return Installation.find().home().resolve("runner-configs").resolve(name);
  }

  private static Set<ValidationMessage> problems(JsonNode deployment) throws Exception {
    try (InputStream in = KubernetesConfigsTest.class.getResourceAsStream(SCHEMA)) {
      JsonNode schema =
          YAML.readTree(in).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
      assertThat(schema.isObject()).isTrue();
      forbidUnknown(schema);
      JsonSchema spec = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
      return spec.validate(deployment.get("spec"));
    }
  }

  /** Kubernetes drops what it does not know, and says nothing. */
  private static void forbidUnknown(JsonNode schema) {
    if (schema.has("properties")
        && schema.get("properties").isObject()
        && !schema.has("additionalProperties")
        && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    schema.forEach(KubernetesConfigsTest::forbidUnknown);
  }
}
