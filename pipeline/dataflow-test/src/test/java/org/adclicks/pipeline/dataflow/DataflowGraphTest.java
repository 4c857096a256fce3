package org.adclicks.pipeline.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StateSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Dataflow would be sent, and that it streams there with the pinned options. */
class DataflowGraphTest {

  @TempDir private static Path folder;

  private static TranslatedGraph translated;

  /** A step's state is of its shards and parts, and so is its name. */
  private static final String PER_KEY = "64EvenShards4096Parts";

  @BeforeAll
  static void translate() throws Exception {
    translated = TranslatedGraph.with(folder);
  }

  @Test
  void isTheGraphOfEveryEngine() {
    assertThat(translated.steps())
        .containsExactlyInAnyOrder(
            "ReadKafka",
            "ParseClicks",
            "PublishRejected",
            "MeterRejected",
            "MeterClicks",
            "MeterProgress",
            "ArchiveClicks",
            "DeduplicateClicks" + PER_KEY,
            "ClicksAfterCells",
            "IndexClicks64Shards4096Buckets",
            "BatchClicks",
            "UpsertClicks",
            "KeepClickHours64Shards4096Buckets",
            "KeepRewritten",
            "PackCells",
            "CountCells" + PER_KEY,
            "CellsAfterLists",
            "BatchCells",
            "UpsertCells",
            "KeepRollUps64Shards",
            "KeepRolledUp",
            "RankAds" + PER_KEY + "10000MsSlices100And1000Ads",
            "MarkResent",
            "UpsertLeaderboards",
            "AllCounts",
            "AddUpCounts",
            "TrackMinutes",
            "BatchMinutes",
            "UpsertMinutes",
            "ProgressAfterMinutes",
            "BatchProgress",
            "UpsertProgress",
            "KeepFinal",
            "FinalThrough",
            "FinalOfStream",
            "WidenUnread",
            "NewsOfCounting",
            "WithClicks",
            "MinuteOf",
            "MinuteOfStream",
            "FinalAfterMinutes",
            "BatchFinal",
            "UpsertFinal",
            "FinalThroughAfterMinutes",
            "RecordCounted",
            "UpsertCounted");
  }

  @Test
  void nothingTravelsOrIsKeptAsJavaSerialisesIt() {
    assertThat(translated.job().path("steps").toString()).doesNotContain("SerializableCoder");
    // In Beam's own form a source is a function that hands the source itself around.
    assertThat(translated.javaCoders())
        .filteredOn(coder -> coder.toString().contains("SerializableCoder"))
        .allMatch(coder -> coder.toString().contains("(org.apache.beam.sdk.io.UnboundedSource)"));
  }

  @Test
  void keepsStateOfKindsThatStreamWithRunnerV1() throws Exception {
    Map<String, Set<String>> kinds = new TreeMap<>();
    for (Map.Entry<String, ParDoPayload> step : translated.functions().entrySet()) {
      for (StateSpec state : step.getValue().getStateSpecsMap().values()) {
        kinds
            .computeIfAbsent(step.getKey().split("/", 2)[0], any -> new TreeSet<>())
            .add(state.getSpecCase().name());
      }
    }

    assertThat(kinds)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(
                    "DeduplicateClicks" + PER_KEY,
                    Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC", "MAP_SPEC")),
                Map.entry(
                    "CountCells" + PER_KEY,
                    Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC", "MAP_SPEC")),
                Map.entry(
                    "RankAds" + PER_KEY + "10000MsSlices100And1000Ads",
                    Set.of("READ_MODIFY_WRITE_SPEC", "MAP_SPEC")),
                Map.entry("CellsAfterLists", Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC")),
                Map.entry("ClicksAfterCells", Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC")),
                Map.entry("ProgressAfterMinutes", Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC")),
                Map.entry("FinalAfterMinutes", Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC")),
                Map.entry("FinalThroughAfterMinutes", Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC")),
                Map.entry(
                    "IndexClicks64Shards4096Buckets", Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC")),
                Map.entry(
                    "KeepClickHours64Shards4096Buckets",
                    Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC")),
                Map.entry("KeepRollUps64Shards", Set.of("READ_MODIFY_WRITE_SPEC", "BAG_SPEC")),
                Map.entry("TrackMinutes", Set.of("READ_MODIFY_WRITE_SPEC")),
                Map.entry("RecordCounted", Set.of("READ_MODIFY_WRITE_SPEC"))));
  }

  @Test
  void asksForNothingElseThatIsNotThere() throws Exception {
    translated
        .functions()
        .forEach(
            (step, function) -> {
              assertThat(function.getRequiresTimeSortedInput()).as(step).isFalse();
              assertThat(function.getRequiresStableInput())
                  .as(step)
                  .isEqualTo(
                      step.matches("Keep(Final|RolledUp|Rewritten)/Checkpointed(Again2?)?/.*"));
              if (!step.startsWith("ReadKafka/")) {
                assertThat(function.getRequestsFinalization()).as(step).isFalse();
                assertThat(function.getRestrictionCoderId()).as(step).isEmpty();
              }
            });
  }

  @Test
  void thePinsAreWhereDataflowLooksForThem() {
    assertThat(translated.job().at("/environment/version/job_type").asText())
        .isEqualTo("STREAMING");
    assertThat(translated.experiments())
        .contains("disable_runner_v2", "enable_streaming_engine")
        .doesNotContain("use_runner_v2", "use_unified_worker");
  }

  @Test
  void theTopicIsOneSourceInSharesAndNoBrokerIsAskedForThem() {
    assertThat(translated.sources()).hasSize(1);
    // Four for each of maxNumWorkers: the engine's number, as --sourceSlots gives none.
    assertThat(
            translated
                .sources()
                .get(0)
                .at("/custom_source_step_input/spec/serialized_source_splits"))
        .hasSize(80);
  }

  /** If it does one day, the command need not; and if it streams them, nobody has to. */
  @Test
  void theRunnerItselfDoesNotRefuseStateInMapsWithoutThePins() throws Exception {
    assertThat(TranslatedGraph.with(folder, "--experiments=use_runner_v2").experiments())
        .contains("use_runner_v2");
  }

  @Test
  void aProblemOfOursIsToldBeforeGoogleIsAsked() {
    assertThatThrownBy(() -> TranslatedGraph.with(folder, "--adShards=7"))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("adShards");
  }
}
