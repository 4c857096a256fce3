package org.adclicks.pipeline.graph;

import org.adclicks.pipeline.spans.SpanNews;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.Progress;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * What is told of how far all is complete, once all that it speaks of has landed.
 *
 * @param progress how far nothing in time is missing
 * @param finals what nobody will have to take back
 * @param counted by stream, what it has counted
 * @param minutesWithClicks by stream; no later than what is said to be final with them
 * @param finalThrough by stream, the same as {@code finals}
 */
record Told(
    PCollection<MinuteStatus> minutes,
    PCollection<Progress> progress,
    PCollection<Progress> finals,
    PCollection<KV<Long, SpanNews>> counted,
    PCollection<KV<Long, Long>> minutesWithClicks,
    PCollection<KV<Long, Long>> finalThrough) {}
