package org.adclicks.query;

import java.time.Instant;

/** A click as the pipeline would have counted it. */
public record TestClick(String adId, long millis, String userId, String ip, String country) {

  public static TestClick at(String time, String adId, String userId, String ip, String country) {
    return new TestClick(adId, Instant.parse(time).toEpochMilli(), userId, ip, country);
  }
}
