package org.adclicks.pipeline.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.graph.ClickPipeline;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * The stream's graph with the options file of Dataflow, as its runner would send it. Nobody is
 * asked on the way: not Google, not the brokers, not the store.
 *
 * @param graph the graph in Beam's own form; Runner v2 would run this
 * @param job the request Dataflow would get, in its JSON, with the same graph as Runner v1 runs it:
 *     sources are sources there, and no splittable functions
 */
record TranslatedGraph(RunnerApi.Pipeline graph, JsonNode job) {

  private static final Path OPTIONS = Path.of("../../runner-configs/dataflow.properties");
  private static final String JAVA_CODER = "beam:coders:javasdk:0.1";

  private static final String GCP = "org.apache.beam.sdk.extensions.gcp.";

  /** Translates it, with options that win over those of the file. */
  static TranslatedGraph with(Path folder, String... more)
      throws InvalidOptionsException, IOException {
    Path file = Files.writeString(folder.resolve("job.jar"), "what workers are given");
    Path template = folder.resolve("job.json");
    List<String> arguments =
        ImmutableList.<String>builder()
            .add("--optionsFile=" + OPTIONS)
            // What its first lines ask for.
            .add("--project=some-project", "--region=europe-west1")
            .add("--tempLocation=gs://some-bucket/temp", "--archiveDir=gs://some-bucket/archive")
            .add("--kafkaBootstrapServers=kafka.invalid:9092", "--cassandraHosts=store.invalid")
            // Instead of Google; without gcpTempLocation it would be asked about tempLocation.
            .add("--gcpTempLocation=gs://some-bucket/temp")
            .add("--credentialFactoryClass=" + GCP + "auth.NoopCredentialFactory")
            .add("--pathValidatorClass=" + GCP + "storage.NoopPathValidator")
            .add("--stagerClass=" + KeepingStager.class.getName())
            .add("--filesToStage=" + file, "--templateLocation=" + template)
            .add(more)
            .build();
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                StreamArguments.toArguments(StreamArguments.complete(arguments)))
            .as(StreamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    ClickPipeline.build(pipeline, StreamConfigParser.parse(options));
    pipeline.run();
    return new TranslatedGraph(
        RunnerApi.Pipeline.parseFrom(KeepingStager.kept("pipeline.pb")),
        new ObjectMapper().readTree(template.toFile()));
  }

  /** The names of the steps of the graph itself, not of those inside them. */
  Set<String> steps() {
    Set<String> names = new TreeSet<>();
    for (RunnerApi.PTransform step : graph.getComponents().getTransformsMap().values()) {
      names.add(step.getUniqueName().split("/", 2)[0]);
    }
    return names;
  }

  /** Every coder that is no standard one of Beam's model. */
  List<Coder<?>> javaCoders() {
    List<Coder<?>> coders = new ArrayList<>();
    for (RunnerApi.Coder coder : graph.getComponents().getCodersMap().values()) {
      if (coder.getSpec().getUrn().equals(JAVA_CODER)) {
        byte[] bytes = coder.getSpec().getPayload().toByteArray();
        coders.add((Coder<?>) SerializableUtils.deserializeFromByteArray(bytes, "a coder"));
      }
    }
    return coders;
  }

  /** What each function asks of the engine, by the name of its step. */
  Map<String, RunnerApi.ParDoPayload> functions() throws IOException {
    Map<String, RunnerApi.ParDoPayload> functions = new TreeMap<>();
    for (RunnerApi.PTransform step : graph.getComponents().getTransformsMap().values()) {
      if (step.getSpec().getUrn().equals("beam:transform:pardo:v1")) {
        functions.put(
            step.getUniqueName(), RunnerApi.ParDoPayload.parseFrom(step.getSpec().getPayload()));
      }
    }
    return functions;
  }

  /** The job's sources, each with everything the service is told of it. */
  List<JsonNode> sources() {
    List<JsonNode> sources = new ArrayList<>();
    for (JsonNode step : job.path("steps")) {
      if (step.path("kind").asText().equals("ParallelRead")) {
        sources.add(step.path("properties"));
      }
    }
    return sources;
  }

  List<String> experiments() {
    List<String> experiments = new ArrayList<>();
    job.at("/environment/experiments").forEach(one -> experiments.add(one.asText()));
    return experiments;
  }
}
