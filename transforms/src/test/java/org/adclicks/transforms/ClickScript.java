package org.adclicks.transforms;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.Click;
import org.adclicks.click.Origin;
import org.adclicks.click.Scope;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.parse.SourcedClickCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A day's clicks as a test tells them, top to bottom: {@code
 * at("10:00:05").click("ad1").watermark("10:01:00")}. Every click is of a user of its own unless
 * {@link #again} repeats it.
 */
public final class ClickScript {

  static final long DAY_MILLIS = Instant.parse("2026-11-23T00:00:00Z").getMillis();

  private TestStream.Builder<SourcedClick> stream;
  private long now = DAY_MILLIS;
  private int clicks;
  private @Nullable SourcedClick last;
  private final List<TimestampedValue<SourcedClick>> bundle = new ArrayList<>();

  private ClickScript(TestStream.Builder<SourcedClick> stream) {
    this.stream = stream;
  }

  public static ClickScript at(String time) {
    return new ClickScript(
            TestStream.create(SourcedClickCoder.of())
                .advanceWatermarkTo(Instant.ofEpochMilli(DAY_MILLIS)))
        .andAt(time);
  }

  /** As a job that has just been started again: no watermark has come yet. */
  public static ClickScript beforeAnyWatermark(String time) {
    return new ClickScript(TestStream.create(SourcedClickCoder.of())).andAt(time);
  }

  /** Milliseconds since 1970 of a time of the day. */
  public static long millis(String time) {
    return DAY_MILLIS + LocalTime.parse(time).toNanoOfDay() / 1_000_000;
  }

  /** The time of the day of milliseconds since 1970. */
  public static String time(long millis) {
    return LocalTime.ofNanoOfDay((millis - DAY_MILLIS) * 1_000_000).toString();
  }

  /** The clicks that follow are of this time. */
  public ClickScript andAt(String time) {
    now = millis(time);
    return this;
  }

  public ClickScript click(String ad) {
    return click(ad, "US");
  }

  public ClickScript click(String ad, String country) {
    return click(new Click(ad, now, "user" + clicks, "10.0.0.1", Scope.narrowest(country), null));
  }

  public ClickScript clickWithId(String clickId, String ad) {
    return click(new Click(ad, now, "user" + clicks, "10.0.0.1", Scope.narrowest("US"), clickId));
  }

  public ClickScript click(Click click) {
    last = new SourcedClick(click, new Origin("clicks", 0, clicks++), now);
    return send(last);
  }

  public ClickScript clicks(int times, String ad) {
    for (int i = 0; i < times; i++) {
      click(ad);
    }
    return this;
  }

  /** The last click once more. */
  public ClickScript again() {
    if (last == null) {
      throw new IllegalStateException("nothing to repeat");
    }
    return send(last);
  }

  public ClickScript watermark(String time) {
    stream = advance(sent(), time);
    return this;
  }

  /** Lets processing time pass. */
  public ClickScript pass(Duration duration) {
    stream = sent().advanceProcessingTime(duration);
    return this;
  }

  public TestStream<SourcedClick> end() {
    return sent().advanceWatermarkToInfinity();
  }

  /**
   * Moves the watermark just past a time: the DirectRunner fires a timer once the watermark is
   * behind it.
   */
  public static <T> TestStream.Builder<T> advance(TestStream.Builder<T> stream, String time) {
    return stream.advanceWatermarkTo(Instant.ofEpochMilli(millis(time) + 1));
  }

  private ClickScript send(SourcedClick click) {
    bundle.add(
        TimestampedValue.of(click, Instant.ofEpochMilli(click.click().clickTimestampMillis())));
    return this;
  }

  /** Clicks between two other events come as one bundle. */
  private TestStream.Builder<SourcedClick> sent() {
    if (!bundle.isEmpty()) {
      List<TimestampedValue<SourcedClick>> rest = bundle.subList(1, bundle.size());
      @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type.
      TimestampedValue<SourcedClick>[] more = rest.toArray(new TimestampedValue[0]);
      stream = stream.addElements(bundle.get(0), more);
      bundle.clear();
    }
    return stream;
  }
}
