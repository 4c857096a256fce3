package org.adclicks.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.adclicks.v1.RejectionReason;

/**
 * A small click log of years ago: six minutes of clicks in order of time, with duplicates, clicks
 * that come late, and lines that are none. Seeded, so always the same.
 *
 * @param inTime sent first
 * @param late sent after their minutes have closed; within the allowed lateness
 * @param bad no clicks
 */
record SampleLog(List<String> inTime, List<String> late, List<String> bad) {

  /** Why each of the bad lines is none. */
  static final List<RejectionReason> REASONS =
      List.of(
          RejectionReason.MALFORMED,
          RejectionReason.MALFORMED,
          RejectionReason.EMPTY_ID,
          RejectionReason.WRONG_TYPE,
          RejectionReason.FUTURE_TIMESTAMP);

  static final long START = Instant.parse("2021-03-04T10:58:00Z").toEpochMilli();
  static final long END = Instant.parse("2021-03-04T11:04:00Z").toEpochMilli();

  /** Late clicks are of minutes before this time. */
  static final long LATE_END = START + (END - START) / 2;

  private static final List<String> COUNTRIES = List.of("US", "DE", "FR", "JP", "BR", "IN");
  private static final int CLICKS = 2_000;

  static SampleLog make() {
    Random random = new Random(20210304);
    List<String> inTime = new ArrayList<>();
    List<String> late = new ArrayList<>();
    long step = (END - START) / CLICKS;
    for (int i = 0; i < CLICKS; i++) {
      String line = line(random, START + i * step);
      if (i < CLICKS / 2 && random.nextInt(50) == 0) {
        late.add(line);
      } else {
        inTime.add(line);
      }
      if (random.nextInt(40) == 0) {
        inTime.add(line);
      }
      if (i < CLICKS / 2 && random.nextInt(200) == 0) {
        late.add(line);
      }
    }
    return new SampleLog(inTime, late, badLines());
  }

  private static String line(Random random, long time) {
    // One ad has half of all clicks.
    int ad = random.nextInt(2) == 0 ? 0 : random.nextInt(40);
    int user = random.nextInt(300);
    String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
    String ip = "203.0.113." + user % 200;
    if (random.nextInt(4) == 0) {
      return "ad-%d,%s,user-%d,%s,%s".formatted(ad, Instant.ofEpochMilli(time), user, ip, country);
    }
    return """
        {"ad_id":"ad-%d","click_timestamp":%d,"user_id":"user-%d","ip":"%s","country":"%s"}"""
        .formatted(ad, time, user, ip, country);
  }

  private static List<String> badLines() {
    return List.of(
        "{\"ad_id\":\"ad-1\"",
        "not a click",
        """
        {"ad_id":"","click_timestamp":%d,"user_id":"u","ip":"203.0.113.1","country":"US"}"""
            .formatted(START),
        """
        {"ad_id":"a","click_timestamp":%d,"user_id":"u","ip":"203.0.113.1","country":840}"""
            .formatted(START),
        """
        {"ad_id":"a","click_timestamp":"9999-01-01T00:00:00Z","user_id":"u","ip":"203.0.113.1","country":"US"}""");
  }

  List<String> clicks() {
    List<String> all = new ArrayList<>(inTime);
    all.addAll(late);
    return all;
  }
}
