package org.adclicks.pipeline.source;

import java.util.OptionalLong;
import org.adclicks.click.line.AllowedSkew;

/**
 * How the watermark follows the clicks.
 *
 * @param delayMillis how far it stays behind the newest accepted click of a partition
 * @param allowedSkew a click or heartbeat further ahead of its arrival than this does not count
 * @param idleMillis after so long without a click a partition read to its end holds nobody
 */
record WatermarkRule(long delayMillis, AllowedSkew allowedSkew, long idleMillis) {

  WatermarkRule {
    if (delayMillis < 0 || allowedSkew.millis() < 0 || idleMillis <= 0) {
      throw new IllegalArgumentException(
          "delay and skew cannot be negative, nor idleness zero: "
              + delayMillis
              + " ms, "
              + allowedSkew
              + ", "
              + idleMillis
              + " ms");
    }
  }

  /** How far a click that arrived then brings its partition. */
  long timeOfClick(long clickMillis, long arrivalMillis) {
    return Math.min(clickMillis, arrivalMillis) - delayMillis;
  }

  /**
   * How far a heartbeat that arrived then brings its partition: nowhere if it names a time of which
   * nobody can know, since whoever sent it knows nothing of those before either.
   */
  OptionalLong timeOfHeartbeat(long millis, long arrivalMillis) {
    return millis > arrivalMillis + allowedSkew.millis()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.min(millis, arrivalMillis));
  }
}
