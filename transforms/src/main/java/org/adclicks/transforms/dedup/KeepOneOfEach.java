package org.adclicks.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.arrivals.ArrivalNewsCoder;
import org.adclicks.transforms.arrivals.ArrivalsTag;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.OneOfEach;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Lets one click of each identity through, the same one whatever order a bounded input comes in: a
 * stream keeps the first that comes, and a run over files has no first one.
 *
 * <p>Shape: {@code PCollection<KV<MinuteShard, ClickPack>>}, bounded -> {@link DeduplicatedClicks},
 * stamped with the beginning of their minute.
 *
 * <p>State: all clicks, until the input ends. Errors: {@link IllegalArgumentException} for an input
 * that does not end. Source: docs/decisions/0047.
 */
public final class KeepOneOfEach
    extends PTransform<PCollection<KV<MinuteShard, ClickPack>>, DeduplicatedClicks> {

  private static final long serialVersionUID = 1L;

  private KeepOneOfEach() {}

  public static KeepOneOfEach ofPacks() {
    return new KeepOneOfEach();
  }

  @Override
  public DeduplicatedClicks expand(PCollection<KV<MinuteShard, ClickPack>> packs) {
    if (packs.isBounded() != PCollection.IsBounded.BOUNDED) {
      throw new IllegalArgumentException("an input that ends is wanted, not " + packs);
    }
    PCollectionTuple kept =
        packs.apply(
            "GatherMinutes",
            ParDo.of(new GatherFn())
                .withOutputTags(
                    DeduplicatedClicks.CLICKS,
                    TupleTagList.of(MinuteCountsTag.COUNTS).and(ArrivalsTag.ARRIVALS)));
    return new DeduplicatedClicks(
        kept.get(DeduplicatedClicks.CLICKS).setCoder(ClickPackCoder.of()),
        kept.get(MinuteCountsTag.COUNTS).setCoder(MinuteCountsTag.CODER),
        kept.get(ArrivalsTag.ARRIVALS).setCoder(ArrivalNewsCoder.of()));
  }

  /** Clicks are stamped with their minute, not with the end of it. */
  static final class GatherFn extends BackdatingFn<KV<MinuteShard, ClickPack>, ClickPack> {

    private static final long serialVersionUID = 1L;
    private static final String PACKS = "packs";
    private static final String BEGUN = "begun";
    private static final String END = "end";

    @StateId(PACKS)
    private final StateSpec<BagState<ClickPack>> packsSpec = StateSpecs.bag(ClickPackCoder.of());

    @StateId(BEGUN)
    private final StateSpec<ValueState<Boolean>> begunSpec = StateSpecs.value(BooleanCoder.of());

    @TimerId(END)
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void gather(
        @Element KV<MinuteShard, ClickPack> element,
        @StateId(PACKS) BagState<ClickPack> packs,
        @AlwaysFetched @StateId(BEGUN) ValueState<Boolean> begun,
        @TimerId(END) Timer end) {
      packs.add(element.getValue());
      if (begun.read() == null) {
        begun.write(true);
        long minute = element.getKey().minuteMillis();
        end.withOutputTimestamp(Instant.ofEpochMilli(minute))
            .set(Instant.ofEpochMilli(minute + Periods.MINUTE_MILLIS));
      }
    }

    @OnTimer(END)
    public void keep(
        @Key MinuteShard key,
        @StateId(PACKS) BagState<ClickPack> packs,
        @StateId(BEGUN) ValueState<Boolean> begun,
        MultiOutputReceiver out) {
      Instant stamp = Instant.ofEpochMilli(key.minuteMillis());
      List<ClickPack> kept = new ArrayList<>();
      int all = OneOfEach.of(packs.read(), kept::add);
      int clicks = 0;
      for (ClickPack pack : kept) {
        clicks += pack.size();
        out.get(DeduplicatedClicks.CLICKS).outputWithTimestamp(pack, stamp);
      }
      out.get(MinuteCountsTag.COUNTS)
          .outputWithTimestamp(
              KV.of(key.minuteMillis(), new MinuteCounts(clicks, 0, all - clicks, 0, 0, 0)), stamp);
      packs.clear();
      begun.clear();
    }
  }
}
