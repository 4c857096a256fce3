package org.adclicks.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Beam's own tests of what our transforms rely on, on Flink as the stream has it: some of them with
 * every build, all of them as a drill.
 */
class BeamTestsIT {

  /** Where what we rely on is tested; of the others nothing is used. */
  private static final List<String> CLASSES =
      List.of(
          "CombineTest",
          "FlattenTest",
          "GroupByKeyTest",
          "GroupIntoBatchesTest",
          "ParDoLifecycleTest",
          "ParDoTest",
          "PerKeyOrderingTest",
          "ReshuffleTest",
          "TestStreamTest",
          "WindowTest",
          "WindowingTest");

  /** Of Beam 2.70.0. */
  private static final int TESTS = 240;

  /** State of each kind, event timers and what they hold, side outputs, timestamps. */
  private static final List<String> WITH_EVERY_BUILD =
      List.of(
          "FlattenTest.testFlattenPCollections",
          "ParDoTest.KeyTests.testKeyInOnTimer",
          "ParDoTest.StateTests.testBagState",
          "ParDoTest.StateTests.testMapState",
          "ParDoTest.StateTests.testMapStateNoReadOnComputeIfAbsentAndPutIfAbsentInsertsElement",
          "ParDoTest.StateTests.testValueStateDedup",
          "ParDoTest.StateTests.testValueStateFixedWindows",
          "ParDoTest.StateTests.testValueStateTaggedOutput",
          "ParDoTest.TimerTests.testEventTimeTimerAbsolute",
          "ParDoTest.TimerTests.testEventTimeTimerCanBeReset",
          "ParDoTest.TimerTests.testEventTimeTimerMultipleKeys",
          "ParDoTest.TimerTests.testEventTimeTimerOrdering",
          "ParDoTest.TimerTests.testEventTimeTimerSetWithinAllowedLateness",
          "ParDoTest.TimerTests.testEventTimeTimerUnbounded",
          "ParDoTest.TimerTests.testGbkFollowedByUserTimers",
          "ParDoTest.TimerTests.testNoOutputTimestampDefaultStreaming",
          "ParDoTest.TimerTests.testOutOfBoundsEventTimeTimerHold",
          "ParDoTest.TimerTests.testOutputTimestamp",
          "ParDoTest.TimerTests.testOutputTimestampDefaultUnbounded",
          "ParDoTest.TimerTests.testTimerReceivedInOriginalWindow",
          "ParDoTest.TimerTests.testTwoTimersSettingEachOtherUnbounded",
          "ParDoTest.TimestampTests.testParDoTaggedOutputWithTimestamp",
          "ReshuffleTest.testReshufflePreservesTimestamps",
          "TestStreamTest.testFirstElementLate");

  @TempDir private static Path folder;

  @Tag("drill")
  @TestFactory
  Stream<DynamicTest> someOnTheHeap() throws Exception {
    return on(StateBackend.HEAP, some());
  }

  @TestFactory
  Stream<DynamicTest> someOnRocksDb() throws Exception {
    return on(StateBackend.ROCKSDB, some());
  }

  @Tag("drill")
  @TestFactory
  Stream<DynamicTest> allOnTheHeap() throws Exception {
    return on(StateBackend.HEAP, all());
  }

  @Tag("drill")
  @TestFactory
  Stream<DynamicTest> allOnRocksDb() throws Exception {
    return on(StateBackend.ROCKSDB, all());
  }

  private static Stream<DynamicTest> on(StateBackend backend, List<BeamTest> tests)
      throws Exception {
    Path files = folder.resolve(backend.name());
    FlinkUnderTest flink = FlinkUnderTest.with(backend, files);
    Stream<DynamicTest> all =
        Stream.concat(
            tests.stream().map(test -> DynamicTest.dynamicTest(test.name(), () -> flink.run(test))),
            Stream.of(
                DynamicTest.dynamicTest(
                    "state was kept there", () -> assertThat(backend.wasUsed(files)).isTrue())));
    // JUnit closes it when the last of them is done.
    return all.onClose(flink::close);
  }

  private static List<BeamTest> some() throws Exception {
    Map<String, BeamTest> all =
        all().stream().collect(Collectors.toMap(BeamTest::name, Function.identity()));
    assertThat(all).containsKeys(WITH_EVERY_BUILD.toArray(new String[0]));
    return all.values().stream().filter(test -> WITH_EVERY_BUILD.contains(test.name())).toList();
  }

  private static List<BeamTest> all() throws Exception {
    List<BeamTest> all =
        BeamTest.all().stream()
            .filter(test -> CLASSES.contains(test.name().substring(0, test.name().indexOf('.'))))
            .toList();
    // One whose class cannot be loaded would be missing unnoticed.
    assertThat(all).hasSize(TESTS);
    assertThat(all).extracting(BeamTest::name).containsAll(LeftOut.names());
    return all.stream().filter(test -> LeftOut.why(test).isEmpty()).toList();
  }
}
