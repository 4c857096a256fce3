package org.adclicks.transforms.parse;

import java.util.HashMap;
import java.util.Map;
import org.adclicks.click.Click;
import org.adclicks.click.Rejection;
import org.adclicks.click.SourcedClick;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RejectedLine;
import org.adclicks.click.line.RoundEnd;
import org.adclicks.click.line.UnreadSpan;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalNewsCoder;
import org.adclicks.transforms.arrivals.ArrivalsTag;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.adclicks.transforms.state.Durations;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parses log lines (JSON or CSV) into canonical clicks.
 *
 * <p>Shape: {@code PCollection<LogLine>} -> {@link ParsedClicks}: clicks, rejected lines, how many
 * were rejected per minute of arrival, and what could not be read. Blank lines and heartbeats
 * vanish. A click's element timestamp is its click_timestamp, unless the source gave a later one.
 *
 * <p>Errors: a line never fails the job; {@link IllegalArgumentException} for a negative skew.
 */
public final class ParseClicks extends PTransform<PCollection<LogLine>, ParsedClicks> {

  private static final long serialVersionUID = 1L;

  private final AllowedSkew allowedSkew;

  private ParseClicks(AllowedSkew allowedSkew) {
    this.allowedSkew = allowedSkew;
  }

  public static ParseClicks create() {
    return new ParseClicks(new AllowedSkew(Duration.standardMinutes(5).getMillis()));
  }

  /** Rejects clicks dated further ahead of their arrival. Default: five minutes. */
  public ParseClicks withAllowedSkew(Duration skew) {
    return new ParseClicks(
        new AllowedSkew(
            Durations.requireNotNegative("allowed skew", skew), allowedSkew.earliestMillis()));
  }

  /** Rejects clicks of before. Default: the year 2000. */
  public ParseClicks withEarliestClickTime(Instant earliest) {
    return new ParseClicks(new AllowedSkew(allowedSkew.millis(), earliest.getMillis()));
  }

  @Override
  public ParsedClicks expand(PCollection<LogLine> lines) {
    PCollectionTuple parsed =
        lines.apply(
            "ParseLines",
            ParDo.of(new ParseFn(allowedSkew))
                .withOutputTags(
                    ParsedClicks.CLICKS,
                    TupleTagList.of(ParsedClicks.REJECTED)
                        .and(MinuteCountsTag.COUNTS)
                        .and(ParsedClicks.UNREAD)
                        .and(ArrivalsTag.ARRIVALS)));
    return new ParsedClicks(
        parsed.get(ParsedClicks.CLICKS).setCoder(SourcedClickCoder.of()),
        parsed.get(ParsedClicks.REJECTED).setCoder(RejectedLineCoder.of()),
        parsed.get(MinuteCountsTag.COUNTS).setCoder(MinuteCountsTag.CODER),
        parsed.get(ParsedClicks.UNREAD).setCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of())),
        parsed.get(ArrivalsTag.ARRIVALS).setCoder(ArrivalNewsCoder.of()));
  }

  private static final class ParseFn extends DoFn<LogLine, SourcedClick> {

    private static final long serialVersionUID = 1L;

    private final AllowedSkew allowedSkew;
    private transient @Nullable Map<Long, Long> rejectedByMinute;
    private transient Map<Long, Long> passedByRound = new HashMap<>();

    ParseFn(AllowedSkew allowedSkew) {
      this.allowedSkew = allowedSkew;
    }

    @StartBundle
    public void startBundle() {
      rejectedByMinute = new HashMap<>();
      passedByRound = new HashMap<>();
    }

    @ProcessElement
    public void parse(
        @Element LogLine line, @Timestamp Instant timestamp, MultiOutputReceiver out) {
      UnreadSpan unread = line.unread();
      if (unread != null) {
        out.get(ParsedClicks.UNREAD).output(KV.of(unread.fromMillis(), unread.toMillis()));
        return;
      }
      RoundEnd end = line.roundEnd();
      if (end != null) {
        out.get(ArrivalsTag.ARRIVALS).output(ArrivalNews.ofEnd(end));
        return;
      }
      ParsedLine parsed = line.line().parsed();
      if (parsed instanceof ParsedLine.Accepted accepted) {
        Click click = accepted.click();
        Rejection notNow = allowedSkew.check(click, line.arrivalMillis()).orElse(null);
        if (notNow != null) {
          reject(line, notNow, out);
          return;
        }
        long millis = Math.max(click.clickTimestampMillis(), timestamp.getMillis());
        out.get(ParsedClicks.CLICKS)
            .outputWithTimestamp(
                new SourcedClick(
                    click, line.origin(), line.arrivalMillis(), accepted.sent(), line.round()),
                Instant.ofEpochMilli(millis));
      } else if (parsed instanceof ParsedLine.Rejected rejected) {
        reject(line, rejected.rejection(), out);
      } else {
        passOver(line);
      }
    }

    /** It is no click: its round need not wait for it to be counted. */
    private void passOver(LogLine line) {
      if (line.round() != 0) {
        passedByRound.merge(line.round(), 1L, Long::sum);
      }
    }

    private void reject(LogLine line, Rejection rejection, MultiOutputReceiver out) {
      out.get(ParsedClicks.REJECTED).output(new RejectedLine(line, rejection));
      passOver(line);
      if (rejectedByMinute != null) {
        rejectedByMinute.merge(Periods.minuteOf(line.arrivalMillis()), 1L, Long::sum);
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (rejectedByMinute != null) {
        rejectedByMinute.forEach(
            (minute, lines) ->
                context.output(
                    MinuteCountsTag.COUNTS,
                    KV.of(minute, MinuteCounts.rejected(lines)),
                    Instant.ofEpochMilli(minute),
                    GlobalWindow.INSTANCE));
      }
      rejectedByMinute = null;
      if (!passedByRound.isEmpty()) {
        context.output(
            ArrivalsTag.ARRIVALS,
            ArrivalNews.ofPassed(passedByRound),
            BoundedWindow.TIMESTAMP_MIN_VALUE,
            GlobalWindow.INSTANCE);
      }
      passedByRound = new HashMap<>();
    }
  }
}
