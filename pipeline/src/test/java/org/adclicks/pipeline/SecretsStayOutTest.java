package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.pipeline.graph.ClickPipeline;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine is given of a job with secrets: the paths of the files they are in. */
class SecretsStayOutTest {

  private static final String SECRET = "geheim";

  @TempDir Path folder;

  @Test
  void ofOptionsGraphAndWhatIsShown() throws Exception {
    Path kafka = file("kafka", "security.protocol=PLAINTEXT\nsasl.jaas.config=" + SECRET + "\n");
    Path store = file("store", "username=writer\npassword=" + SECRET + "\nssl=true\n");
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                "--kafkaBootstrapServers=127.0.0.1:1",
                "--kafkaConfig=" + kafka,
                "--cassandraHosts=127.0.0.1:1",
                "--cassandraConfig=" + store,
                "--archiveDir=" + folder.resolve("archive"))
            .as(StreamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    ClickPipeline.build(pipeline, StreamConfigParser.parse(options));

    List<String> given = new ArrayList<>();
    given.add(
        new ObjectMapper()
            .registerModules(ObjectMapper.findModules(getClass().getClassLoader()))
            .writeValueAsString(options));
    StringBuilder steps = new StringBuilder();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() != null) {
              given.add(DisplayData.from(node.getTransform()).toString());
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            // As they travel, but for being compressed then.
            if (node.getTransform() instanceof ParDo.MultiOutput<?, ?> step) {
              steps.append(serialized(step.getFn()));
            }
          }
        });
    given.add(steps.toString());

    assertThat(given).noneMatch(text -> text.contains(SECRET));
    assertThat(given.get(0)).contains(kafka.toString(), store.toString());
    assertThat(steps.toString()).contains(kafka.toString(), store.toString());
  }

  private static String serialized(Object step) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(step);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private Path file(String name, String lines) throws Exception {
    return Files.writeString(folder.resolve(name + ".properties"), lines);
  }
}
