package org.adclicks.query.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page says must be of what it was answered, however answers and choices cross. */
class PageTest {

  private static final String MINUTES = "/v1/minutes";
  private static final String TOP = "/v1/ads/popular_ads";
  private static final String CHART = "/v1/ads/clicks_per_minute";
  private static final Instant AS_OF = Instant.parse("2026-11-28T10:00:00Z");

  private PageInBrowser page;

  @BeforeEach
  void open() {
    page = new PageInBrowser();
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void showsListAndChart() {
    showAd();
    assertThat(page.text("top-interval"))
        .isEqualTo("2026-11-28 09:59 to 10:01 UTC, open, counted through 10:00:30");
    assertThat(page.rows()).isEqualTo(1);
    assertThat(page.text("ad-chosen")).isEqualTo("ad-1");
    assertThat(page.text("ad-clicks"))
        .isEqualTo(": 240 clicks, most at 09:59 UTC (240), counted through 10:00:30");
    assertThat(page.isHidden("chart")).isFalse();
    assertThat(page.isDimmed()).isFalse();
    assertThat(page.text("freshness-age")).contains("counted up to");
  }

  @Test
  void namesWhatWasAskedThoughAnotherCountryWasChosenMeanwhile() {
    page.enter("ad", "ad-1");
    page.fire("ad-form", "submit");
    answerTop(AS_OF);
    page.enter("country", "de");
    page.fire("country", "change");
    page.answer(CHART, 200, chart());
    assertThat(page.text("ad-chosen")).isEmpty();

    page.answer(MINUTES, 200, minutes(AS_OF));
    page.enter("country", "fr");
    page.fire("country", "change");
    page.answer(TOP, 200, top(AS_OF));
    assertThat(page.text("top-interval")).contains(" in DE,").doesNotContain("FR");
  }

  @ParameterizedTest
  @CsvSource({
    "503, UNAVAILABLE",
    "504, DEADLINE_EXCEEDED",
    "429, RESOURCE_EXHAUSTED",
    "500, INTERNAL",
    "502,"
  })
  void tellsTheAgeOfTheListItShows(int status, String code) {
    answerTop(AS_OF);
    page.pass(4000);
    page.answer(MINUTES, 200, minutes(AS_OF.plusSeconds(60)));
    page.answer(TOP, status, code == null ? "<html>" : refusal(code));
    assertThat(page.isDimmed()).isTrue();
    assertThat(page.text("freshness-word")).isEqualTo("no answer");
    assertThat(page.text("freshness-age")).isEqualTo("; shown is 2026-11-28 10:00:00 UTC");
    assertThat(page.rows()).isEqualTo(1);

    page.pass(4000);
    answerTop(AS_OF.plusSeconds(60));
    assertThat(page.isDimmed()).isFalse();
    assertThat(page.isHidden("problem")).isTrue();
  }

  @Test
  void believesNoAnswerThatBrokeOff() {
    answerTop(AS_OF);
    page.pass(4000);
    page.answer(MINUTES, 200, "");
    assertThat(page.isDimmed()).isTrue();
    assertThat(page.text("problem")).contains("broke off");
    assertThat(page.rows()).isEqualTo(1);
    assertThat(page.text("freshness-age")).contains("10:00:00");
  }

  @Test
  void asksForAnAdThoughThereIsNoAnswer() {
    answerTop(AS_OF);
    page.pass(4000);
    page.fail();
    assertThat(page.text("chart-empty")).isEqualTo("Choose an ad to see its clicks.");
  }

  @Test
  void takesTheChartAwayWithItsAd() {
    showAd();
    page.enter("ad", "");
    page.fire("ad-form", "submit");
    answerTop(AS_OF);
    assertThat(page.isHidden("chart")).isTrue();
    assertThat(page.text("ad-chosen")).isEmpty();
    assertThat(page.text("chart-empty")).isEqualTo("Choose an ad to see its clicks.");
  }

  @Test
  void showsNoChartOfAnotherAdWhileThereIsNoAnswer() {
    showAd();
    page.enter("ad", "ad-2");
    page.fire("ad-form", "submit");
    answerTop(AS_OF);
    page.answer(CHART, 503, refusal("UNAVAILABLE"));
    assertThat(page.isDimmed()).isTrue();
    assertThat(page.isHidden("chart")).isTrue();
    assertThat(page.text("ad-chosen")).isEmpty();
  }

  @Test
  void keepsTheChartWhileItsOwnAdHasNoAnswer() {
    showAd();
    page.pass(4000);
    page.fail();
    assertThat(page.isDimmed()).isTrue();
    assertThat(page.isHidden("chart")).isFalse();
    assertThat(page.text("ad-chosen")).isEqualTo("ad-1");
  }

  @Test
  void showsTheListThoughTheAdCannotBeAskedFor() {
    page.enter("ad", "ad-1\u200b");
    page.fire("ad-form", "submit");
    for (int round = 0; round < 2; round++) {
      answerTop(AS_OF);
      page.answer(CHART, 400, refusal("INVALID_ARGUMENT"));
    }
    assertThat(page.rows()).isEqualTo(1);
    assertThat(page.isHidden("top")).isFalse();
    assertThat(page.isDimmed()).isFalse();
    assertThat(page.text("chart-empty")).isEqualTo("INVALID_ARGUMENT told");
  }

  @Test
  void showsNothingOfACountryThatIsNone() {
    showAd();
    page.enter("country", "qq");
    page.fire("country", "change");
    page.answer(MINUTES, 200, minutes(AS_OF));
    page.answer(TOP, 400, refusal("INVALID_ARGUMENT"));
    assertThat(page.isHidden("top")).isTrue();
    assertThat(page.isHidden("chart")).isTrue();
    assertThat(page.text("problem")).isEqualTo("INVALID_ARGUMENT told");
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHENTICATED, This key is not known here.",
    "403, PERMISSION_DENIED, PERMISSION_DENIED told"
  })
  void asksForAKeyAndShowsNothingWithoutOne(int status, String code, String problem) {
    showAd();
    page.enter("key", "adclicks_1");
    page.fire("key-form", "submit");
    page.answer(MINUTES, status, refusal(code));
    assertThat(page.isHidden("key-form")).isFalse();
    assertThat(page.storedKey()).isNull();
    assertThat(page.text("problem")).isEqualTo(problem);
    assertThat(page.isHidden("chart")).isTrue();
    assertThat(page.isHidden("top")).isTrue();
    page.pass(4000);
    assertThat(page.calls()).isEmpty();

    page.enter("key", "adclicks_2");
    page.fire("key-form", "submit");
    page.fail();
    page.pass(4000);
    answerTop(AS_OF);
    page.answer(CHART, 200, chart());
    assertThat(page.isHidden("key-form")).isTrue();
    assertThat(page.storedKey()).isEqualTo("adclicks_2");
  }

  @Test
  void keepsAKeyThatWasEnteredBeforeTheRefusalOfAnother() {
    page.enter("key", "adclicks_1");
    page.fire("key-form", "submit");
    page.answer(MINUTES, 401, refusal("UNAUTHENTICATED"));
    assertThat(page.storedKey()).isEqualTo("adclicks_1");
    answerTop(AS_OF);
    assertThat(page.isHidden("key-form")).isTrue();
    assertThat(page.rows()).isEqualTo(1);
  }

  @Test
  void takesNoKeyThatCannotBeSent() {
    page.answer(MINUTES, 401, refusal("UNAUTHENTICATED"));
    page.enter("key", "adclicks\u2013key");
    page.fire("key-form", "submit");
    assertThat(page.storedKey()).isNull();
    assertThat(page.calls()).isEmpty();
    assertThat(page.text("problem")).contains("This is no key");
  }

  @Test
  void saysThatNothingHasBeenCounted() {
    showAd();
    page.pass(4000);
    page.answer(MINUTES, 400, refusal("FAILED_PRECONDITION"));
    page.answer(TOP, 400, refusal("FAILED_PRECONDITION"));
    assertThat(page.text("top-empty")).contains("Nothing has been counted yet");
    assertThat(page.text("freshness-word")).isEqualTo("no clicks yet");
    assertThat(page.isHidden("chart")).isTrue();
  }

  private void showAd() {
    page.enter("ad", "ad-1");
    page.fire("ad-form", "submit");
    answerTop(AS_OF);
    page.answer(CHART, 200, chart());
    // The first round had begun before it was chosen.
    answerTop(AS_OF);
    page.answer(CHART, 200, chart());
  }

  private void answerTop(Instant asOf) {
    page.answer(MINUTES, 200, minutes(asOf));
    page.answer(TOP, 200, top(asOf));
  }

  private static String minutes(Instant asOf) {
    return """
        {"as_of": "%s", "data_from": "2026-11-01T00:00:00Z", "minutes": []}"""
        .formatted(asOf);
  }

  private static String top(Instant asOf) {
    return """
        {"interval": {"from": "%s", "to": "%s"}, "state": "OPEN", "counted_through": "%s",
         "data_from": "2026-11-01T00:00:00Z", "ads": [{"rank": 1, "ad_id": "ad-1", "clicks": "120"}]}"""
        .formatted(asOf.minusSeconds(60), asOf.plusSeconds(60), asOf.plusSeconds(30));
  }

  private static String chart() {
    return """
        {"as_of": "%s", "counted_through": "%s", "minutes": [{"minute": "%s", "clicks": "240"}]}"""
        .formatted(AS_OF, AS_OF.plusSeconds(30), AS_OF.minusSeconds(60));
  }

  private static String refusal(String code) {
    return """
        {"grpc-code": "%s", "message": "%s told"}"""
        .formatted(code, code);
  }
}
