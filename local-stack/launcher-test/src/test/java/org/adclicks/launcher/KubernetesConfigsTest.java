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
import java.io.InputStream;
import java.util.Set;
import org.adclicks.localstack.process.Installation;
import org.junit.jupiter.api.Test;

/** What we offer for Kubernetes is what the operator of that version takes. */
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

  private static JsonNode deployment() throws Exception {
    return YAML.readTree(
        Installation.find()
            .home()
            .resolve("runner-configs/kubernetes/flinkdeployment.yaml")
            .toFile());
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
