package org.adclicks.transforms;

import org.adclicks.proto.store.Periods;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Lets each click through once: exactly, for as long as its minute may still change.
 *
 * <p>A duplicate has the same click_timestamp, so it belongs to the same minute; the identities of
 * a minute are kept until the allowed lateness is over, and whatever comes after that is too late
 * and only counted.
 *
 * <p>Shape: {@code PCollection<SourcedClick>} -> {@link DeduplicatedClicks}: packs of clicks of one
 * minute, and counts.
 *
 * <p>State: some 27 bytes per click of a minute that is not final, in the global window: inside
 * fixed windows the engine's own clean-up timer would hold the watermark back by the whole
 * lateness.
 *
 * <p>Errors: {@link IllegalArgumentException} for a negative lateness or no shards. Source:
 * docs/decisions/0002.
 */
public final class DeduplicateClicks
    extends PTransform<PCollection<SourcedClick>, DeduplicatedClicks> {

  private static final long serialVersionUID = 1L;

  private final int shards;
  private final long latenessMillis;

  private DeduplicateClicks(int shards, long latenessMillis) {
    this.shards = shards;
    this.latenessMillis = latenessMillis;
  }

  public static DeduplicateClicks create() {
    return new DeduplicateClicks(16, Duration.standardMinutes(10).getMillis());
  }

  /** Spreads a minute's clicks over so many keys. Default: 16. */
  public DeduplicateClicks withShards(int shardsOfIdentities) {
    return new DeduplicateClicks(Shards.requirePositive(shardsOfIdentities), latenessMillis);
  }

  /**
   * Takes clicks of minutes that ended up to {@code lateness} behind the watermark. Default: ten
   * minutes.
   */
  public DeduplicateClicks withAllowedLateness(Duration lateness) {
    return new DeduplicateClicks(
        shards, Durations.requireNotNegative("allowed lateness", lateness));
  }

  /** The same for clicks that come packed already, such as those of {@code ReadArchive}. */
  public PTransform<PCollection<KV<MinuteShard, ClickPack>>, DeduplicatedClicks> ofPacks() {
    return new OfPacks(latenessMillis);
  }

  @Override
  public DeduplicatedClicks expand(PCollection<SourcedClick> clicks) {
    return dropDuplicates(
        clicks
            .apply("PackClicks", ParDo.of(new PackClicksFn(shards)))
            .setCoder(KvCoder.of(MinuteShardCoder.of(), ClickPackCoder.of())),
        latenessMillis);
  }

  private static DeduplicatedClicks dropDuplicates(
      PCollection<KV<MinuteShard, ClickPack>> packs, long latenessMillis) {
    PCollectionTuple deduplicated =
        packs.apply(
            "DropDuplicates",
            ParDo.of(new DropDuplicatesFn(latenessMillis))
                .withOutputTags(
                    DeduplicatedClicks.CLICKS, TupleTagList.of(MinuteCountsTag.COUNTS)));
    return new DeduplicatedClicks(
        deduplicated.get(DeduplicatedClicks.CLICKS).setCoder(ClickPackCoder.of()),
        deduplicated.get(MinuteCountsTag.COUNTS).setCoder(MinuteCountsTag.CODER));
  }

  private static final class OfPacks
      extends PTransform<PCollection<KV<MinuteShard, ClickPack>>, DeduplicatedClicks> {

    private static final long serialVersionUID = 1L;

    private final long latenessMillis;

    OfPacks(long latenessMillis) {
      this.latenessMillis = latenessMillis;
    }

    @Override
    public DeduplicatedClicks expand(PCollection<KV<MinuteShard, ClickPack>> packs) {
      return dropDuplicates(packs, latenessMillis);
    }
  }

  private static final class DropDuplicatesFn extends DoFn<KV<MinuteShard, ClickPack>, ClickPack> {

    private static final long serialVersionUID = 1L;
    private static final String SEEN = "seen";
    private static final String FORGET = "forget";

    @StateId(SEEN)
    private final StateSpec<ValueState<IdentitySet>> seenSpec =
        StateSpecs.value(IdentitySet.SetCoder.of());

    @TimerId(FORGET)
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final long latenessMillis;

    DropDuplicatesFn(long latenessMillis) {
      this.latenessMillis = latenessMillis;
    }

    @ProcessElement
    public void dropDuplicates(
        @Element KV<MinuteShard, ClickPack> element,
        @StateId(SEEN) ValueState<IdentitySet> seenState,
        @TimerId(FORGET) Timer forget,
        MultiOutputReceiver out) {
      ClickPack pack = element.getValue();
      long minute = pack.minuteMillis();
      long minuteEnd = minute + Periods.MINUTE_MILLIS;
      long watermark = forget.getCurrentRelativeTime().getMillis();
      if (watermark >= minuteEnd + latenessMillis) {
        count(minute, new MinuteCounts(0, 0, 0, 0, pack.size(), 0), out);
        return;
      }
      IdentitySet seen = seenState.read();
      if (seen == null) {
        seen = new IdentitySet();
        forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(minuteEnd + latenessMillis));
      }
      ClickPack fresh = pack.keep(seen::add);
      if (fresh.size() > 0) {
        seenState.write(seen);
        out.get(DeduplicatedClicks.CLICKS).output(fresh);
      }
      long late = watermark >= minuteEnd ? fresh.size() : 0;
      int duplicates = pack.size() - fresh.size();
      count(minute, new MinuteCounts(fresh.size(), 0, duplicates, late, 0, 0), out);
    }

    @OnTimer(FORGET)
    public void forget(@StateId(SEEN) ValueState<IdentitySet> seenState) {
      seenState.clear();
    }

    private static void count(long minute, MinuteCounts counts, MultiOutputReceiver out) {
      out.get(MinuteCountsTag.COUNTS).output(KV.of(minute, counts));
    }
  }
}
