package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SightingsTest {

  private static final long MINUTE = 1_700_000_040_000L;

  private final Sightings sightings = new Sightings();
  private final MinuteBounds bounds = new MinuteBounds();

  @Test
  void answersThatGrowAreRight() {
    clickArrivesAfterSeconds("a", 1);
    clickArrivesAfterSeconds("b", 100);

    say("listMinutes", Sighting.ALL_ADS, 1);
    say("listMinutes", Sighting.ALL_ADS, 2);

    assertThat(sightings.wentBack()).isEmpty();
    assertThat(sightings.wrong(bounds)).isEmpty();
  }

  @Test
  void aClosedMinuteThatLacksWhatHadComeIsWrong() {
    clickArrivesAfterSeconds("a", 1);
    clickArrivesAfterSeconds("b", 69);

    say("listMinutes", Sighting.ALL_ADS, 1);

    assertThat(sightings.wrong(bounds))
        .singleElement()
        .asString()
        .contains("1 clicks, right is 2..2");
  }

  @Test
  void aClosedMinuteWithMoreThanThereWasIsWrong() {
    clickArrivesAfterSeconds("a", 1);
    clickArrivesAfterSeconds("a", 2);

    say("listMinutes", Sighting.ALL_ADS, 2);

    assertThat(sightings.wrong(bounds)).hasSize(1);
  }

  @Test
  void anAnswerOlderThanOneOfAnotherCallIsTold() {
    say("getAggregatedCount", "ad1", 5);
    say("listPopularAds", "ad1", 4);

    assertThat(sightings.wentBack())
        .singleElement()
        .asString()
        .contains("getAggregatedCount said 5, then listPopularAds 4");
  }

  private void clickArrivesAfterSeconds(String identity, long seconds) {
    bounds.add("ad1", identity, MINUTE, MINUTE + seconds * 1000);
  }

  private void say(String call, String adId, long clicks) {
    sightings.add(new Sighting(call, MINUTE, adId, clicks, MINUTE + 90_000));
  }
}
