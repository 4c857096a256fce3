package org.adclicks.pipeline.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.values.PValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The graph of whoever leaves sinks out. */
class ClickPipelineTest {

  @ParameterizedTest
  @ValueSource(strings = {"archive", "", "cells", "cells,leaderboards", "clicks"})
  void isBuiltOfWhatIsAskedFor(String sinks) {
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                "--kafkaBootstrapServers=kafka.invalid:9092",
                "--cassandraHosts=store.invalid",
                "--archiveDir=archive",
                "--sinks=" + sinks)
            .as(StreamOptions.class);
    assertThatCode(
            () -> ClickPipeline.build(Pipeline.create(options), StreamConfigParser.parse(options)))
        .doesNotThrowAnyException();
  }

  /**
   * Whoever reads that a minute is CLOSED reads its own row next: in one write's time both were
   * under way at once, and the row might be tried again.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsToldIsWrittenBehindTheRowsOfItsMinutes(boolean throughQueue) throws Exception {
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                "--kafkaBootstrapServers=kafka.invalid:9092",
                "--cassandraHosts=store.invalid",
                "--archiveDir=archive")
            .as(StreamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    if (throughQueue) {
      options.setAggregatesTo("queue");
      StorePipeline.build(pipeline, StreamConfigParser.parseForQueue(options));
    } else {
      ClickPipeline.build(pipeline, StreamConfigParser.parse(options));
    }
    Map<String, Set<String>> before = stepsBefore(pipeline);
    for (String told : List.of("UpsertProgress/", "UpsertFinal/")) {
      assertThat(before.keySet()).anyMatch(step -> step.startsWith(told));
      before.forEach(
          (step, steps) -> {
            if (step.startsWith(told)) {
              assertThat(steps).as(step).anyMatch(each -> each.startsWith("UpsertMinutes/"));
            }
          });
    }
  }

  /** Whoever keeps something until it is final keeps it as long as it was told to. */
  @Test
  void keepsStateOfAnotherLatenessInStepsOfOtherNames() throws Exception {
    Map<String, Set<String>> steps = new HashMap<>();
    for (String lateness : List.of("0s", "5m", "10m", "20m")) {
      StreamOptions options =
          PipelineOptionsFactory.fromArgs(
                  "--kafkaBootstrapServers=kafka.invalid:9092",
                  "--cassandraHosts=store.invalid",
                  "--archiveDir=archive",
                  "--allowedLateness=" + lateness)
              .as(StreamOptions.class);
      Pipeline pipeline = Pipeline.create(options);
      ClickPipeline.build(pipeline, StreamConfigParser.parse(options));
      steps.put(lateness, stepsBefore(pipeline).keySet());
    }
    for (String step :
        List.of(
            "DropDuplicates",
            "AddUpMinutes",
            "AddUpOpen",
            "RankShards",
            "MergeBoards",
            "TrackStates",
            "Report")) {
      assertThat(steps.values())
          .flatExtracting(names -> names)
          .filteredOn(name -> (name + "/").contains("/" + step + "/"))
          .as(step)
          .hasSizeGreaterThanOrEqualTo(steps.size())
          .doesNotHaveDuplicates();
    }
    assertThat(steps.get("10m")).anyMatch(name -> name.startsWith("CountCells16EvenShards1Parts/"));
    assertThat(steps.get("20m"))
        .anyMatch(name -> name.startsWith("CountCells16EvenShards1Parts1200000MsLate/"));
  }

  /** Of each step, all that its input comes from. */
  private static Map<String, Set<String>> stepsBefore(Pipeline pipeline) {
    Map<PValue, Set<String>> behind = new HashMap<>();
    Map<String, Set<String>> before = new HashMap<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            Set<String> steps = new HashSet<>();
            node.getInputs().values().forEach(input -> steps.addAll(behind.get(input)));
            before.put(node.getFullName(), Set.copyOf(steps));
            steps.add(node.getFullName());
            node.getOutputs().values().forEach(output -> behind.put(output, steps));
          }
        });
    return before;
  }
}
