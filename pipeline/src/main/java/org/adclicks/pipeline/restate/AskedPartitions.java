package org.adclicks.pipeline.restate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.LongUnaryOperator;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.options.Sink;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.sink.StorePartition;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.sink.StoredPartitions;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.transforms.rank.RankingWindow;
import org.apache.beam.sdk.values.KV;

/**
 * All partitions that rows of some hours are in, whether there are any or not: what should not be
 * there is only found by looking.
 *
 * @param restated where hours are read
 * @param partitions each with an hour whose rows are in it
 * @param notKept what readers do not ask for either, and why, in lines
 * @param notYet what cannot be compared yet though readers are answered, in lines
 */
record AskedPartitions(
    RestatedHours restated,
    List<KV<StorePartition, Long>> partitions,
    List<String> notKept,
    List<String> notYet) {

  /** Rows are gone a little before their time where clocks differ. */
  private static final long MARGIN_MILLIS = Periods.HOUR_MILLIS;

  static AskedPartitions of(StreamConfig config, HourRange hours, Restatements restatements) {
    return new Collector(config, hours, restatements).collect();
  }

  private static final class Collector {
    private final StreamConfig config;
    private final HourRange hours;
    private final RestatedHours restated;
    private final List<CountedStretch> stretches;
    private final Map<Long, Long> written;
    private final List<KV<StorePartition, Long>> partitions = new ArrayList<>();
    private final List<String> notKept = new ArrayList<>();
    private final List<String> notYet = new ArrayList<>();
    private final List<String> scopes = scopes();

    Collector(StreamConfig config, HourRange hours, Restatements restatements) {
      this.config = config;
      this.hours = hours;
      this.restated = restatements.current();
      this.stretches = restatements.stretches();
      this.written = restatements.written(hours);
    }

    AskedPartitions collect() {
      if (config.writes(Sink.CELLS)) {
        ofBuckets(
            StoreTable.CELLS,
            kept(StoreTable.CELLS, minutesOf(StoreSchema.KEPT_CELLS)),
            restated::partitionOf);
      }
      if (config.writes(Sink.ROLLUPS)) {
        ofBuckets(
            StoreTable.CELLS_BY_HOUR,
            kept(StoreTable.CELLS_BY_HOUR, hoursOf(StoreSchema.KEPT_ROLL_UPS)),
            this::dayOf);
      }
      if (config.writes(Sink.LEADERBOARDS)) {
        ofLists(StoreTable.LEADERBOARDS, StoreSchema.KEPT_FIVE_MINUTES);
        ofLists(StoreTable.LEADERBOARDS_BY_FIVE_MINUTES, StoreSchema.KEPT_FIVE_MINUTES);
        int withWindows = kept(StoreTable.TOP_ADS, this::keepsWindows).size();
        if (withWindows == hours.hours().size()) {
          config.ranking().slidingWindows().forEach(this::ofWindow);
        } else if (withWindows > 0) {
          notYet.add(hours + ": top_ads is compared of hours that have it all, one by one");
        }
      }
      if (config.writes(Sink.CLICKS)) {
        ofClicks();
      }
      if (config.writes(Sink.MINUTES)) {
        for (long hour : kept(StoreTable.MINUTES, (stretch, of) -> Written.YES)) {
          ask(StoreTable.MINUTES, hour, dayOf(hour));
        }
      }
      return new AskedPartitions(restated, partitions, notKept, notYet);
    }

    private long dayOf(long hour) {
      return RestatedHours.partition(Periods.dayOf(hour), restated.epochOf(hour));
    }

    private void ofBuckets(StoreTable table, List<Long> kept, LongUnaryOperator period) {
      for (long hour : kept) {
        for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
          ask(table, hour, bucket, period.applyAsLong(hour));
        }
      }
    }

    private void ofLists(StoreTable table, String name) {
      for (long hour : kept(table, minutesOf(name))) {
        for (String scope : scopes) {
          ask(table, hour, scope, restated.partitionOf(hour));
        }
      }
    }

    /** A window may begin before the hours, and its list be with that hour, or with its end's. */
    private void ofWindow(RankingWindow window) {
      int seconds = Math.toIntExact(window.lengthMillis() / 1_000);
      long first = Periods.hourOf(hours.fromMillis() - window.lengthMillis());
      for (long hour = first; hour <= hours.toMillis(); hour += Periods.HOUR_MILLIS) {
        for (long begin = Periods.hourOf(hour - window.lengthMillis());
            begin <= hour;
            begin += Periods.HOUR_MILLIS) {
          for (String scope : scopes) {
            for (long partition : restated.partitionsOfWindowsEnding(hour)) {
              ask(StoreTable.TOP_ADS, begin, seconds, scope, partition);
            }
          }
        }
      }
    }

    private void ofClicks() {
      ClickBuckets buckets = config.shards().clicks();
      for (long hour : kept(StoreTable.CLICK_HOURS, this::keepsClicks)) {
        if (!restated.bucketsOf(hour).map(buckets::equals).orElse(true)) {
          notYet.add(at(hour) + "clicks by user and ip were restated in other buckets");
          continue;
        }
        for (ClickSide side : ClickSide.values()) {
          for (int bucket = 0; bucket < buckets.count(); bucket++) {
            ask(StoreTable.CLICK_HOURS, hour, side.cqlName(), bucket, dayOf(hour));
          }
        }
      }
    }

    private Written keepsClicks(CountedStretch stretch, long hour) {
      ClickBuckets buckets = config.shards().clicks();
      if (stretch.buckets().isPresent() && !stretch.buckets().get().equals(buckets)) {
        return Written.NOT_YET;
      }
      Written written = hoursOf(buckets.keptName()).apply(stretch, hour);
      // Readers go by the minutes' blocks of what has ended, which are never compared.
      return written == Written.NEVER && stretch.keeps(buckets.keptName(), hour)
          ? Written.NOT_YET
          : written;
    }

    /** Whether a stretch has an hour of something. */
    private enum Written {
      YES,
      NOT_YET,
      NEVER
    }

    private static BiFunction<CountedStretch, Long, Written> minutesOf(String name) {
      return (stretch, hour) -> stretch.keeps(name, hour) ? Written.YES : Written.NEVER;
    }

    private BiFunction<CountedStretch, Long, Written> hoursOf(String name) {
      return (stretch, hour) -> {
        if (!stretch.keeps(name, hour)) {
          return Written.NEVER;
        }
        if (stretch.hasWritten(name, hour)) {
          return Written.YES;
        }
        // What has ended writes no more: its hours are told from minutes.
        return stretch.goesOn(stretches) ? Written.NOT_YET : Written.NEVER;
      };
    }

    private Written keepsWindows(CountedStretch stretch, long hour) {
      long reach = HourRows.reachMillis(config);
      boolean keeps =
          stretch.windows().equals(RankingWindow.text(config.ranking().slidingWindows()))
              && stretch.windowsFromMillis() <= Math.max(hour - reach, stretch.fromMillis())
              && CountedStretch.within(hour - reach, hour + Periods.HOUR_MILLIS, stretches).size()
                  == 1;
      return keeps ? Written.YES : Written.NEVER;
    }

    /** Where two have counted, or one has ended, readers put it together minute by minute. */
    private boolean isOfOne(long hour) {
      List<CountedStretch> having =
          CountedStretch.within(hour, hour + Periods.HOUR_MILLIS, stretches);
      return having.size() == 1
          && (having.get(0).goesOn(stretches)
              || having.get(0).throughMillis()
                  >= hour + Periods.HOUR_MILLIS + config.times().allowedLateness().getMillis());
    }

    /** The hours of which a table has whole rows still; says why it has not. */
    private List<Long> kept(StoreTable table, BiFunction<CountedStretch, Long, Written> ofStretch) {
      List<Long> kept = new ArrayList<>();
      StoreSettings store = Objects.requireNonNull(config.store());
      try (StoredPartitions stored = StoredPartitions.connect(store, table, 1, "*")) {
        for (long hour : hours.hours()) {
          boolean isRestated = restated.epochOf(hour) != RestatedHours.STREAM_EPOCH;
          Written isThere =
              isRestated
                  ? ofRestated(table, hour)
                  : CountedStretch.ofHour(hour, stretches)
                      .map(stretch -> ofStretch.apply(stretch, hour))
                      .orElse(Written.NEVER);
          if (!isRestated && !isOfOne(hour)) {
            notYet.add(at(hour) + table.cqlName() + " is of two pipelines, or of one that ended");
          } else if (isThere == Written.NEVER) {
            notKept.add(at(hour) + table.cqlName() + " was not kept then");
          } else if (isThere == Written.NOT_YET) {
            notYet.add(at(hour) + table.cqlName() + " is not written yet, or in other buckets");
          } else if (stored.areGone(written.get(hour), MARGIN_MILLIS)) {
            notKept.add(at(hour) + table.cqlName() + " is no longer kept");
          } else {
            kept.add(hour);
          }
        }
      }
      return kept;
    }

    /** A recompute writes everything, but clicks that nobody looks for. */
    private Written ofRestated(StoreTable table, long hour) {
      boolean isLeftOut =
          table == StoreTable.CLICK_HOURS
              && (restated.isWithoutClicks(hour)
                  || !CountedStretch.haveClicks(hour, hour + Periods.HOUR_MILLIS, stretches));
      return isLeftOut ? Written.NEVER : Written.YES;
    }

    private static String at(long hour) {
      return Instant.ofEpochMilli(hour) + ": ";
    }

    private void ask(StoreTable table, long hour, Object... values) {
      partitions.add(KV.of(new StorePartition(table, List.of(values)), hour));
    }

    /** All there can be: of every dimension any value or one of those it has. */
    private static List<String> scopes() {
      List<Scope> scopes = List.of(Scope.ALL);
      for (Dimension dimension : Dimension.ALL) {
        List<Scope> more = new ArrayList<>(scopes);
        for (Scope scope : scopes) {
          dimension.allValues().forEach(value -> more.add(scope.with(dimension, value)));
        }
        scopes = more;
      }
      return scopes.stream().map(Scope::key).toList();
    }
  }
}
