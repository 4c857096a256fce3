package org.adclicks.transforms.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.adclicks.click.Dimension;
import org.adclicks.click.Origin;
import org.adclicks.click.SourcedClick;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.click.line.RejectedLine;
import org.adclicks.click.line.UnreadSpan;
import org.adclicks.transforms.ClickScript;
import org.adclicks.transforms.Pipelines;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.v1.RejectionReason;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ParseClicksTest {

  private static final long ARRIVAL = ClickScript.millis("10:00:30");

  @Test
  void splitsLinesIntoClicksAndRejectedOnesWithTheirOrigin() {
    TestPipeline pipeline = Pipelines.create();
    ParsedClicks parsed =
        pipeline
            .apply(
                Create.of(
                        line(0, "ad1,%d,u,1.1.1.1,US", "10:00:05"),
                        line(1, "junk", "10:00:05"),
                        line(2, "", "10:00:05"))
                    .withCoder(LogLineCoder.of()))
            .apply(ParseClicks.create());
    Collected<TimestampedValue<SourcedClick>> clicks =
        Pipelines.collect(parsed.clicks().apply(Reify.timestamps()));
    Collected<RejectedLine> rejected = Pipelines.collect(parsed.rejected());
    Collected<KV<Long, MinuteCounts>> counts = Pipelines.collect(parsed.counts());
    pipeline.run();

    assertThat(clicks.elements())
        .singleElement()
        .satisfies(
            click -> {
              assertThat(click.getValue().origin()).isEqualTo(new Origin("clicks", 3, 0));
              assertThat(click.getTimestamp().getMillis())
                  .isEqualTo(ClickScript.millis("10:00:05"));
            });
    assertThat(rejected.elements())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.line().origin().offset()).isEqualTo(1);
              assertThat(line.rejection().reason()).isEqualTo(RejectionReason.MALFORMED);
            });
    assertThat(counts.elements())
        .containsExactly(KV.of(ClickScript.millis("10:00:00"), MinuteCounts.rejected(1)));
  }

  @Test
  void handsOnWhatCouldNotBeRead() {
    TestPipeline pipeline = Pipelines.create();
    ParsedClicks parsed =
        pipeline
            .apply(
                Create.of(
                        LogLine.ofUnread(
                            new Origin("clicks", 3, 8), ARRIVAL, new UnreadSpan(0, ARRIVAL)))
                    .withCoder(LogLineCoder.of()))
            .apply(ParseClicks.create());
    Collected<KV<Long, Long>> unread = Pipelines.collect(parsed.unread());
    Collected<RejectedLine> rejected = Pipelines.collect(parsed.rejected());
    pipeline.run();

    assertThat(unread.elements()).containsExactly(KV.of(0L, ARRIVAL));
    assertThat(rejected.elements()).isEmpty();
  }

  @Test
  void rejectsClicksFurtherAheadThanTheSkew() {
    TestPipeline pipeline = Pipelines.create();
    ParsedClicks parsed =
        pipeline
            .apply(
                Create.of(
                        List.of(
                            line(0, "ad1,%d,u,1.1.1.1,US", "10:01:30"),
                            line(1, "ad2,%d,u,1.1.1.1,US", "10:01:30.001"),
                            line(2, "ad3,9999-12-31T23:59:59Z,u,1.1.1.1,US", "10:01:30")))
                    .withCoder(LogLineCoder.of()))
            .apply(ParseClicks.create().withAllowedSkew(Duration.standardMinutes(1)));
    Collected<SourcedClick> clicks = Pipelines.collect(parsed.clicks());
    Collected<RejectedLine> rejected = Pipelines.collect(parsed.rejected());
    Pipelines.collect(parsed.counts());
    pipeline.run();

    assertThat(clicks.elements()).extracting(click -> click.click().adId()).containsExactly("ad1");
    assertThat(rejected.elements())
        .extracting(line -> line.rejection().reason())
        .containsExactly(RejectionReason.FUTURE_TIMESTAMP, RejectionReason.FUTURE_TIMESTAMP);
  }

  @Test
  void rejectsClicksOfBeforeTheEarliestTime() {
    TestPipeline pipeline = Pipelines.create();
    ParsedClicks parsed =
        pipeline
            .apply(
                Create.of(
                        line(0, "ad1,2019-12-31T23:59:59.999Z,u,1.1.1.1,US", "10:01:30"),
                        line(1, "ad2,2020-01-01T00:00:00Z,u,1.1.1.1,uk", "10:01:30"))
                    .withCoder(LogLineCoder.of()))
            .apply(
                ParseClicks.create()
                    .withEarliestClickTime(Instant.parse("2020-01-01T00:00:00Z"))
                    .withAllowedSkew(Duration.standardMinutes(1)));
    Collected<SourcedClick> clicks = Pipelines.collect(parsed.clicks());
    Collected<RejectedLine> rejected = Pipelines.collect(parsed.rejected());
    Pipelines.collect(parsed.counts());
    pipeline.run();

    assertThat(clicks.elements())
        .singleElement()
        .satisfies(
            click -> {
              assertThat(click.click().scope().requireValue(Dimension.COUNTRY)).isEqualTo("GB");
              assertThat(click.sent().of(Dimension.COUNTRY)).isEqualTo("uk");
            });
    assertThat(rejected.elements())
        .extracting(line -> line.rejection().reason())
        .containsExactly(RejectionReason.ANCIENT_TIMESTAMP);
  }

  @Test
  void refusesANegativeSkew() {
    assertThatThrownBy(() -> ParseClicks.create().withAllowedSkew(Duration.millis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed skew");
  }

  private static LogLine line(long offset, String format, String time) {
    String text = format.replace("%d", Long.toString(ClickScript.millis(time)));
    return new LogLine(
        new Origin("clicks", 3, offset),
        ARRIVAL,
        new RawLine(text.getBytes(StandardCharsets.UTF_8)));
  }
}
