package org.adclicks.localstack.oracle;

import java.util.List;

/**
 * The top ads of one scope over one window.
 *
 * @param scope a country, or {@code *} for all ads
 * @param windowEndMillis first millisecond after the window
 * @param totalClicks of the whole scope, listed or not
 */
public record TopList(String scope, long windowEndMillis, long totalClicks, List<AdCount> ads) {

  public TopList {
    ads = List.copyOf(ads);
  }
}
