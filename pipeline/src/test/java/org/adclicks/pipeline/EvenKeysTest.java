package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.Multimap;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.graph.ClickPipeline;
import org.adclicks.pipeline.graph.StorePipeline;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.coding.EvenKeyCoder;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.rank.BoardKey;
import org.adclicks.transforms.rank.RankingWindow;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.adapter.FlinkKey;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.ShardingFunction;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.values.PCollection;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How evenly Flink spreads the keys of every keyed step of the graph over its subtasks, by its own
 * key groups of the very bytes that Beam's runner makes of keys.
 */
class EvenKeysTest {

  private static final double MOST_TIMES_MEAN = 1.5;
  private static final long DAY = Periods.dayOf(1_700_000_000_000L);
  private static final long HOUR = DAY + 7 * Periods.HOUR_MILLIS;

  /** One sequence each, of few elements: what is told of all that is counted. */
  private static final String ONE_KEY =
      ".*/Report|.*/Final[A-Za-z]+/Follow|RecordCounted/JoinSpans|TellCompleteness/InOrder"
          + "|(ToldAfterAll|OpenThroughAfterOpen|ProgressAfterMinutes|Final(Through)?AfterMinutes)"
          + "/HoldBack"
          + "|TrackArrivals/KeepBooks";

  /** Beam's own steps. */
  private static final String FILES = "ArchiveClicks/WriteFiles/WriteFiles/";

  private static Map<String, Coder<Object>> coders = Map.of();
  private static List<RankingWindow> windows = List.of();
  private static FlinkPipelineOptions flink;

  @BeforeAll
  static void buildGraph() throws Exception {
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                StreamArguments.toArguments(
                    StreamArguments.complete(
                        List.of(
                            "--runner=FlinkRunner",
                            "--parallelism=64",
                            "--dedupShards=64",
                            "--adShards=64",
                            "--kafkaBootstrapServers=kafka.invalid:9092",
                            "--cassandraHosts=store.invalid",
                            "--archiveDir=archive"))))
            .as(StreamOptions.class);
    flink = options.as(FlinkPipelineOptions.class);
    StreamConfig config = StreamConfigParser.parse(options);
    windows = config.ranking().windows();
    Pipeline pipeline = Pipeline.create(options);
    ClickPipeline.build(pipeline, config);
    coders = keyCoders(pipeline);
    coders.putAll(keyCoders(throughQueue(false)));
    coders.putAll(keyCoders(throughQueue(true)));
  }

  /** The stream that sends to the queue, or the job that reads there. */
  private static Pipeline throughQueue(boolean isStore) throws Exception {
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                "--kafkaBootstrapServers=kafka.invalid:9092",
                "--cassandraHosts=store.invalid",
                "--archiveDir=archive",
                "--dedupShards=64",
                "--adShards=64",
                "--aggregatesTo=queue",
                "--aggregatesPartitions=16")
            .as(StreamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    if (isStore) {
      StorePipeline.build(pipeline, StreamConfigParser.parseForQueue(options));
    } else {
      ClickPipeline.build(pipeline, StreamConfigParser.parse(options));
    }
    return pipeline;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Coder<Object>> keyCoders(Pipeline pipeline) {
    Map<String, Coder<Object>> coders = new TreeMap<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            boolean isKeyed =
                !isWithinReshuffle(node)
                    && (node.getTransform() instanceof GroupByKey
                        || (node.getTransform() instanceof ParDo.MultiOutput<?, ?> step
                            && DoFnSignatures.isStateful(step.getFn())));
            if (isKeyed) {
              PCollection<?> input = (PCollection<?>) List.copyOf(node.getInputs().values()).get(0);
              coders.put(
                  node.getFullName().replaceFirst("/ParMultiDo.*|/ParDo.*", ""),
                  (Coder<Object>) ((KvCoder<?, ?>) input.getCoder()).getKeyCoder());
            }
          }
        });
    return coders;
  }

  /** Flink deals those elements out in turn, whatever their keys. */
  private static boolean isWithinReshuffle(TransformHierarchy.Node node) {
    TransformHierarchy.Node around = node.getEnclosingNode();
    return around != null
        && (around.getTransform() instanceof Reshuffle<?, ?> || isWithinReshuffle(around));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256})
  void noSubtaskHasManyMoreKeysThanTheOthers(int shards) {
    Multimap<String, List<Object>> keys = keysByStep(shards);
    assertThat(coders.keySet())
        .as("steps of which the keys are known here")
        .allMatch(step -> keys.containsKey(step) || step.matches(ONE_KEY + "|" + FILES + ".*"));
    keys.forEach(
        (step, together) -> {
          int[] groups = keyGroups(together, coderOf(step));
          for (int parallelism : new int[] {1, 2, 8, 32, 64}) {
            assertThat(mostTimesMean(groups, parallelism))
                .as("%s of %d shards at parallelism %d", step, shards, parallelism)
                .isLessThanOrEqualTo(MOST_TIMES_MEAN);
          }
        });
  }

  /** Where there are fewer shards than subtasks, those of each minute are elsewhere. */
  @Test
  void aFewShardsGetRoundInAnHour() {
    Coder<Object> coder = coderOf("CountCells64EvenShards1Parts/AddUpMinutes");
    List<Object> hour = minuteShards(starts(60, Periods.MINUTE_MILLIS), 16);
    assertThat(mostTimesMean(keyGroups(hour, coder), 64)).isLessThanOrEqualTo(MOST_TIMES_MEAN);
  }

  /** Beam chooses the keys of files by the parallelism, once it is asked to. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8, 32, 64})
  void theArchivesFilesAreWrittenByAllSubtasks(int parallelism) throws Exception {
    assertThat(flink.isAutoBalanceWriteFilesShardingEnabled()).isTrue();
    assertThat(flink.getMaxParallelism()).isEqualTo(EvenKeyCoder.GROUPS);
    Coder<Object> coder = coderOf(FILES + "WriteShardedBundlesToTempFiles/GroupIntoShards");
    List<Object> keys = new ArrayList<>();
    ShardingFunction<Integer, Long> chosen = beamsKeysOfFiles(parallelism);
    for (int file = 0; file < 64; file++) {
      keys.add(chosen.assignShardKey(HOUR, file, 64));
    }
    assertThat(mostTimesMean(keyGroups(keys, coder), parallelism)).isEqualTo(1);
  }

  /** Its class is not public. */
  @SuppressWarnings("unchecked")
  private static ShardingFunction<Integer, Long> beamsKeysOfFiles(int parallelism)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        Class.forName(
                "org.apache.beam.runners.flink.FlinkStreamingPipelineTranslator"
                    + "$FlinkAutoBalancedShardKeyShardingFunction")
            .getDeclaredConstructor(int.class, int.class, Coder.class);
    constructor.setAccessible(true);
    return (ShardingFunction<Integer, Long>)
        constructor.newInstance(parallelism, flink.getMaxParallelism(), VarLongCoder.of());
  }

  private static Coder<Object> coderOf(String step) {
    return Objects.requireNonNull(coders.get(step), step);
  }

  /** Keys that are worked on together: of a minute, of what ends together, of an hour. */
  private static Multimap<String, List<Object>> keysByStep(int shards) {
    ImmutableMultimap.Builder<String, List<Object>> keys = ImmutableMultimap.builder();
    int ofBuckets = Math.min(shards, Buckets.COUNT);
    String rank = "RankAds64EvenShards1Parts10000MsSlices100And1000Ads/";
    for (String step :
        List.of(
            "DeduplicateClicks64EvenShards1Parts/DropDuplicates",
            "CountCells64EvenShards1Parts/AddUpMinutes",
            "CountOpen64Shards/AddUpOpen",
            "CellsAfterLists/Corrections/HoldBack")) {
      keys.put(step, minuteShards(LongStream.of(HOUR), shards));
      keys.put(step, minuteShards(starts(60, Periods.MINUTE_MILLIS), shards));
    }
    keys.put(rank + "RankShards", IntStream.range(0, shards).<Object>mapToObj(i -> i).toList());
    keys.put(rank + "MergeBoards", boards(5));
    keys.put(
        "IndexClicks64Shards64Buckets/CutBlocks", minuteShards(LongStream.of(HOUR), 2 * ofBuckets));
    // Late clicks of a quarter of an hour are together, one step of the watermark after another.
    keys.put("ClicksAfterCells/Corrections/HoldBack", minuteShards(starts(720, 5_000), 4));
    // One element each, a minute behind another.
    for (String step :
        List.of(
            "KeepRollUps64Shards/HoursLanded/HoldBack",
            "KeepRollUps64Shards/DaysLanded/HoldBack",
            "KeepClickHours64Shards64Buckets/ClickHoursLanded/HoldBack")) {
      keys.put(step, minuteShards(starts(720, 10_000), 1));
    }
    // Of one mark of the queue.
    keys.put("CellsAfterLists/HoldBack", minuteShards(LongStream.of(1), 64));
    keys.put("ClicksAfterCells/HoldBack", minuteShards(LongStream.of(1), 64));
    keys.put(
        "TrackMinutes/TrackStates",
        starts(60, Periods.MINUTE_MILLIS).<Object>mapToObj(each -> each).toList());
    return keys.build();
  }

  private static LongStream starts(int many, long stepMillis) {
    return LongStream.range(0, many).map(i -> HOUR + i * stepMillis);
  }

  private static List<Object> minuteShards(LongStream minutes, int shards) {
    LongFunction<Stream<Object>> ofMinute =
        minute -> IntStream.range(0, shards).mapToObj(shard -> new MinuteShard(minute, shard));
    return minutes.mapToObj(ofMinute).flatMap(each -> each).toList();
  }

  private static List<Object> boards(int minutes) {
    List<Scope> scopes = new ArrayList<>(List.of(Scope.ALL));
    Dimension.COUNTRY
        .allValues()
        .forEach(country -> scopes.add(Scope.ALL.with(Dimension.COUNTRY, country)));
    List<Object> keys = new ArrayList<>();
    long last = HOUR + minutes * Periods.MINUTE_MILLIS;
    for (RankingWindow window : windows) {
      for (long end = HOUR + window.periodMillis(); end <= last; end += window.periodMillis()) {
        for (Scope scope : scopes) {
          keys.add(new BoardKey(window, scope, end));
        }
      }
    }
    return keys;
  }

  /** As Flink puts the very bytes that Beam's runner makes of keys. */
  private static int[] keyGroups(List<Object> keys, Coder<Object> coder) {
    int most = flink.getMaxParallelism();
    return keys.stream()
        .mapToInt(key -> KeyGroupRangeAssignment.assignToKeyGroup(FlinkKey.of(key, coder), most))
        .toArray();
  }

  private static double mostTimesMean(int[] groups, int parallelism) {
    int[] loads = new int[parallelism];
    for (int group : groups) {
      loads[
          KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
              flink.getMaxParallelism(), parallelism, group)]++;
    }
    return (double) IntStream.of(loads).max().orElseThrow() * parallelism / groups.length;
  }
}
