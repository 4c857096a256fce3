package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.junit.jupiter.api.Test;

class SightingsTest {

  private static final long MINUTE = 1_700_000_040_000L;

  private final Sightings sightings = new Sightings();
  private final MinuteBounds bounds = new MinuteBounds(Set.of(Sighting.ofUser("user-a"), "ad1"));

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

  @Test
  void minutesOfAUserAreAddedUp() {
    clickArrivesAfterSeconds("a", 1);
    clickArrivesAfterSeconds("b", 2);
    bounds.add(
        new Click("ad2", MINUTE + 60_000, "user-a", "192.0.2.1", Scope.narrowest("DE"), null),
        MINUTE + 61_000);

    Sighting both =
        new Sighting(
            "listPopularAds",
            MINUTE,
            MINUTE + 120_000,
            "user_id=user-a",
            2,
            MINUTE + 700_000,
            false);
    assertThat(bounds.allow(both)).isTrue();
    assertThat(bounds.describe(both)).isEqualTo("2..2");
    say("listPopularAds", Sighting.ofUser("user-a"), 2);
    assertThat(sightings.wrong(bounds)).hasSize(1);
  }

  @Test
  void aFinalMinuteHasEveryClickThatCameWithinTheLateness() {
    clickArrivesAfterSeconds("a", 1);
    clickArrivesAfterSeconds("b", 669);
    clickArrivesAfterSeconds("c", 671);

    sayFinal(2);
    sayFinal(3);
    assertThat(sightings.wrong(bounds)).isEmpty();
    say("listMinutes", Sighting.ALL_ADS, 1);
    assertThat(sightings.wrong(bounds)).isEmpty();
    sayFinal(1);
    assertThat(sightings.wrong(bounds))
        .singleElement()
        .asString()
        .contains("FINAL: 1 clicks, right is 2..3");
  }

  @Test
  void aListThatLacksTheAdIsWrongIfItsFirstHasFewer() {
    clickArrivesAfterSeconds("a", 1);
    clickArrivesAfterSeconds("b", 2);

    unlisted(3);
    unlisted(2);
    assertThat(sightings.wrong(bounds)).isEmpty();
    unlisted(1);
    assertThat(sightings.wrong(bounds))
        .singleElement()
        .asString()
        .contains("at most 1 clicks, right is 2..2");
    assertThat(sightings.count()).isEqualTo(3);
  }

  @Test
  void anEmptyListIsRightOnlyIfNobodyClickedTheAd() {
    unlisted(0);
    assertThat(sightings.wrong(bounds)).isEmpty();
    clickArrivesAfterSeconds("a", 1);
    assertThat(sightings.wrong(bounds)).hasSize(1);
  }

  @Test
  void aListThatLacksTheAdIsOlderIfMoreWereSaidBefore() {
    unlisted(4);
    say("getAggregatedCount", "ad1", 5);
    unlisted(6);
    assertThat(sightings.wentBack()).isEmpty();
    unlisted(4);
    assertThat(sightings.wentBack())
        .singleElement()
        .asString()
        .contains("getAggregatedCount said 5, then listPopularAds at most 4");
  }

  @Test
  void ofAClickThatCameTwiceTheFirstCountsThoughItIsReadLater() {
    clickArrivesAfterSeconds("a", 100);
    clickArrivesAfterSeconds("a", 1);

    say("listMinutes", Sighting.ALL_ADS, 0);

    assertThat(sightings.wrong(bounds))
        .singleElement()
        .asString()
        .contains("0 clicks, right is 1..1");
  }

  @Test
  void anAnswerHasNoMoreThanHadComeByThen() {
    clickArrivesAfterSeconds("a", 1);
    clickArrivesAfterSeconds("b", 100);

    sightings.add(sighting("listMinutes", Sighting.ALL_ADS, 2, MINUTE + 90_000, false));

    assertThat(sightings.wrong(bounds))
        .singleElement()
        .asString()
        .contains("2 clicks, right is 1..1");
  }

  @Test
  void whatWasFinalStaysSo() {
    sayFinal(1);
    say("listMinutes", Sighting.ALL_ADS, 1);

    assertThat(sightings.wentBack())
        .singleElement()
        .asString()
        .contains("listMinutes said FINAL, then listMinutes CLOSED");
    assertThat(sightings.finals()).isEqualTo(1);
  }

  @Test
  void whatWasThereIsNotOpenAgain() {
    Sighting open = sighting("getAggregatedCount", "ad1", 1, false);
    sightings.addAsOf("listMinutes", MINUTE + 59_999, MINUTE + 75_000);
    sightings.addOpen(open);
    assertThat(sightings.wentBack()).isEmpty();

    sightings.addAsOf("listMinutes", MINUTE + 60_000, MINUTE + 76_000);
    sightings.addOpen(open);
    assertThat(sightings.wentBack())
        .singleElement()
        .asString()
        .contains("then getAggregatedCount called it OPEN");

    sightings.addAsOf("listMinutes", MINUTE, MINUTE + 77_000);
    assertThat(sightings.wentBack()).hasSize(2);
  }

  private void clickArrivesAfterSeconds(String identity, long seconds) {
    bounds.add(
        new Click("ad1", MINUTE, "user-" + identity, "192.0.2.1", Scope.narrowest("DE"), null),
        MINUTE + seconds * 1000);
  }

  private void say(String call, String adId, long clicks) {
    sightings.add(sighting(call, adId, clicks, false));
  }

  private void sayFinal(long clicks) {
    sightings.add(sighting("listMinutes", Sighting.ALL_ADS, clicks, true));
  }

  /** A list of one ad, another one, or of none. */
  private void unlisted(long clicksOfFirst) {
    sightings.addUnlisted(sighting("listPopularAds", "ad1", clicksOfFirst, false));
  }

  private static Sighting sighting(String call, String key, long clicks, boolean isFinal) {
    return sighting(call, key, clicks, MINUTE + 700_000, isFinal);
  }

  private static Sighting sighting(
      String call, String key, long clicks, long answeredMillis, boolean isFinal) {
    return new Sighting(call, MINUTE, MINUTE + 60_000, key, clicks, answeredMillis, isFinal);
  }
}
