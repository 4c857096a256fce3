package org.adclicks.beam;

import java.util.Map;
import java.util.Optional;

/**
 * Beam's tests that are not run, and why. None is left out for code of ours.
 *
 * <p>The list with each test by name: docs/reliability.md.
 */
final class LeftOut {

  private static final Map<String, String> BY_CATEGORY =
      Map.of(
          "UsesTestStreamWithProcessingTime",
          "the runner cannot move a TestStream's processing time",
          "UsesTestStreamWithMultipleStages",
          "the runner does not wait between steps for a TestStream's effects",
          "UsesBundleFinalizer",
          "needs a checkpoint between two elements, and Flink's TestStream sends all at once",
          "UsesMultimapState",
          "the runner has no MultimapState",
          "FlattenWithHeterogeneousCoders",
          "the runner does not flatten collections of different coders",
          "Above10MB",
          "keys of 10 MB; ours are of some hundred bytes",
          "Above100MB",
          "keys of 100 MB; with RocksDB they take 12 GB");

  private static final String WHY_FAILED =
      "Flink at times tells of a lost NoMoreSplitEvent instead of what the task failed with";

  private static final Map<String, String> BY_NAME =
      Map.of(
          "GroupByKeyTest.BasicTests.testAfterProcessingTimeContinuationTriggerUsingState",
          "its triggers go by the wall clock",
          "ParDoTest.LifecycleTests.testParDoWithErrorInProcessElement",
          WHY_FAILED,
          "ParDoTest.LifecycleTests.testParDoWithErrorInStartBatch",
          WHY_FAILED,
          "ParDoTest.TimerTests.testEventTimeTimerLoop",
          "a timer relative to the last watermark, which Flink has beyond Beam's end of time");

  private LeftOut() {}

  /** Nothing, if it is run. */
  static Optional<String> why(BeamTest test) {
    for (String category : test.uses()) {
      String reason = BY_CATEGORY.get(category);
      if (reason != null) {
        return Optional.of(reason);
      }
    }
    return Optional.ofNullable(BY_NAME.get(test.name()));
  }

  /** Those named one by one. */
  static Iterable<String> names() {
    return BY_NAME.keySet();
  }
}
