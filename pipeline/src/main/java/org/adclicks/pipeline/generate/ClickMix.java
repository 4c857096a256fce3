package org.adclicks.pipeline.generate;

import java.util.List;
import java.util.Map;
import org.adclicks.click.Dimension;

/**
 * What generated clicks are like.
 *
 * @param ads different ads, drawn by a Zipf distribution
 * @param zipfExponent 0 draws all ads alike; near 1 is what ads are like
 * @param hotAdShare of all clicks go to one more ad, "ad-hot"
 * @param users different users; each has one country, and one ip unless ips are random
 * @param randomIps whether each click has a random IPv4 address
 * @param values of each dimension: the more to the left, the more users; none, and no line says it
 * @param clickIds whether each click has an id of its own
 * @param duplicateShare of all lines stand a second time, byte by byte
 * @param lateShare of all clicks are written later than they happened
 * @param maxLatenessMillis how much later at most, and how far a duplicate is behind at most
 * @param maxSkewMillis each server's clock is off by at most that
 * @param badShare of all lines are no clicks
 */
record ClickMix(
    int ads,
    double zipfExponent,
    double hotAdShare,
    int users,
    boolean randomIps,
    Map<Dimension, List<String>> values,
    boolean clickIds,
    double duplicateShare,
    double lateShare,
    long maxLatenessMillis,
    long maxSkewMillis,
    double badShare) {

  ClickMix {
    values = Map.copyOf(values);
    if (ads < 1 || users < 1 || values.getOrDefault(Dimension.COUNTRY, List.of()).isEmpty()) {
      throw new IllegalArgumentException("there must be at least one ad, user and country");
    }
    if (duplicateShare + badShare >= 1) {
      throw new IllegalArgumentException("duplicates and bad lines leave no room for clicks");
    }
  }
}
