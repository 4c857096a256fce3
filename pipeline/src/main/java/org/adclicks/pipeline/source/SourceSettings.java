package org.adclicks.pipeline.source;

import java.util.Map;
import java.util.TreeMap;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.adclicks.pipeline.kafka.TopicUse;

/**
 * What a reader of clicks must be told. Travels in the job's options, never in a checkpoint.
 *
 * @param topic where they are, and how it is to be read
 * @param rule how the watermark follows them
 * @param countsRounds whether lines are counted, so that they can be followed
 */
record SourceSettings(TopicSettings topic, WatermarkRule rule, boolean countsRounds) {

  static final TopicUse CLICKS =
      new TopicUse(
          "clicks",
          "no minute closes",
          false,
          "What they held can never be counted. To go on without it, and have no answer about"
              + " minutes that may lack it, say auto.offset.reset=earliest in the file that"
              + " --kafkaConfig names",
          "Minutes that may lack clicks for it are not told");

  private static final String DELAY = "delayMillis";
  private static final String SKEW = "skewMillis";
  private static final String EARLIEST = "earliestMillis";
  private static final String IDLE = "idleMillis";
  private static final String ROUNDS = "countsRounds";

  /** As options carry them. */
  Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>(topic.toMap());
    map.put(DELAY, Long.toString(rule.delayMillis()));
    map.put(SKEW, Long.toString(rule.allowedSkew().millis()));
    map.put(EARLIEST, Long.toString(rule.allowedSkew().earliestMillis()));
    map.put(IDLE, Long.toString(rule.idleMillis()));
    map.put(ROUNDS, Boolean.toString(countsRounds));
    return map;
  }

  static SourceSettings of(Map<String, String> map) {
    return new SourceSettings(
        TopicSettings.of(map),
        new WatermarkRule(
            millis(map, DELAY),
            new AllowedSkew(millis(map, SKEW), millis(map, EARLIEST)),
            millis(map, IDLE)),
        Boolean.parseBoolean(map.get(ROUNDS)));
  }

  SourceSettings withRule(WatermarkRule other) {
    return new SourceSettings(topic, other, countsRounds);
  }

  SourceSettings withTopic(TopicSettings other) {
    return new SourceSettings(other, rule, countsRounds);
  }

  SourceSettings withRounds(boolean counts) {
    return new SourceSettings(topic, rule, counts);
  }

  private static long millis(Map<String, String> map, String name) {
    String value = map.get(name);
    if (value == null) {
      throw new IllegalStateException("the source's settings lack " + name + ": " + map.keySet());
    }
    return Long.parseLong(value);
  }
}
