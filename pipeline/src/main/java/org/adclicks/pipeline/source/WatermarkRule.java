package org.adclicks.pipeline.source;

import java.io.Serializable;
import org.adclicks.transforms.AllowedSkew;

/**
 * How a partition's watermark follows its clicks.
 *
 * @param delayMillis how far it stays behind the newest accepted click
 * @param allowedSkew a click further ahead of its arrival than this does not count
 */
record WatermarkRule(long delayMillis, AllowedSkew allowedSkew) implements Serializable {

  WatermarkRule {
    if (delayMillis < 0 || allowedSkew.millis() < 0) {
      throw new IllegalArgumentException(
          "delay and skew cannot be negative: " + delayMillis + " ms, " + allowedSkew);
    }
  }
}
