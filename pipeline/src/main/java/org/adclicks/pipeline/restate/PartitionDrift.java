package org.adclicks.pipeline.restate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.adclicks.pipeline.sink.RowPlaces;
import org.adclicks.pipeline.sink.StorePartition;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.DamagedBlockException;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.MinuteState;

/**
 * Compares the rows a partition should have with those it has, of the hours that are asked for.
 *
 * <p>Mutable, not thread-safe. Bounded by the partition.
 */
final class PartitionDrift {

  /** Of a list that differs in more only the first are told. */
  private static final int MOST_ADS_TOLD = 3;

  /** Of a minute of which more rows differ only so many are told one by one. */
  private static final int MOST_ROWS_TOLD = 20;

  private final StorePartition partition;
  private final RowPlaces places;
  private final ClickBuckets buckets;
  private final Set<Long> hours = new HashSet<>();
  private final Consumer<Drift> out;

  /** By what names a row, in words: the value it should have, and the one it has. */
  private final Map<String, Object> should = new TreeMap<>();

  private final Map<String, Object> is = new TreeMap<>();
  private final Map<String, Long> millis = new TreeMap<>();
  private final List<IndexedClick> clicksThatShould = new ArrayList<>();
  private final List<IndexedClick> clicksThatAre = new ArrayList<>();
  private final Map<Long, Integer> toldOf = new TreeMap<>();

  /**
   * Of one partition.
   *
   * @param buckets over which clicks are spread
   * @param hours whose rows are compared
   */
  PartitionDrift(
      StorePartition partition,
      RowPlaces places,
      ClickBuckets buckets,
      Iterable<Long> hours,
      Consumer<Drift> out) {
    this.partition = partition;
    this.places = places;
    this.buckets = buckets;
    hours.forEach(this.hours::add);
    this.out = out;
  }

  boolean isAsked() {
    return !hours.isEmpty();
  }

  /** The first of the hours. */
  long fromMillis() {
    return Collections.min(hours);
  }

  /** The end of the last. */
  long toMillis() {
    return Collections.max(hours) + Periods.HOUR_MILLIS;
  }

  /** There should be this row; of an hour that the stream has counted a minute is FINAL. */
  void should(List<Object> values) {
    if (partition.table() == StoreTable.MINUTES
        && partition.periodMillis() % Periods.MINUTE_MILLIS == RestatedHours.STREAM_EPOCH) {
      List<Object> ofStream = new ArrayList<>(values);
      ofStream.set(2, MinuteState.FINAL_VALUE);
      add(ofStream, should, clicksThatShould);
    } else {
      add(values, should, clicksThatShould);
    }
  }

  /** There is this row. */
  void is(List<Object> values) {
    add(values, is, clicksThatAre);
  }

  private void add(List<Object> values, Map<String, Object> rows, List<IndexedClick> clicks) {
    StoreTable table = partition.table();
    OptionalLong place = places.of(table, values);
    long start = table.startOf(values);
    if (place.isEmpty()
        || place.getAsLong() != partition.periodMillis()
        || !hours.contains(Periods.hourOf(start))) {
      return;
    }
    if (table == StoreTable.CLICK_HOURS) {
      addClicks(values, clicks);
      return;
    }
    String name = nameOf(table, values);
    millis.put(name, start);
    rows.put(name, valueOf(table, values));
  }

  /** Where readers do not find a click, or in a block they cannot believe, it is not there. */
  private void addClicks(List<Object> values, List<IndexedClick> clicks) {
    ByteString block = (ByteString) values.get(values.size() - 1);
    ByteString part = (ByteString) values.get(values.size() - 2);
    int bucket = (Integer) values.get(1);
    int chunk = (Integer) values.get(3);
    try {
      ClickBlock.forEach(
          part.asReadOnlyByteBuffer(),
          block.asReadOnlyByteBuffer(),
          click -> {
            int hash = click.keyHash();
            if (buckets.bucketOf(hash) == bucket && ClickBuckets.chunkOf(hash) == chunk) {
              clicks.add(click);
            }
          });
    } catch (DamagedBlockException e) {
      // What is in it is missed.
    }
  }

  private static String nameOf(StoreTable table, List<Object> values) {
    return switch (table) {
      case CELLS, CELLS_BY_HOUR ->
          values.get(2)
              + values.subList(4, values.size() - 1).toString()
              + " at "
              + Instant.ofEpochMilli((Long) values.get(3));
      case TOP_ADS ->
          "list of " + values.get(1) + " over " + values.get(0) + " s to " + at(values, 3);
      case LEADERBOARDS, LEADERBOARDS_BY_FIVE_MINUTES ->
          "list of " + values.get(0) + " from " + at(values, 2);
      default -> "minute " + at(values, 1);
    };
  }

  private static String at(List<Object> values, int column) {
    return Instant.ofEpochMilli((Long) values.get(column)).toString();
  }

  /** What of a row has to be the same. */
  private static Object valueOf(StoreTable table, List<Object> values) {
    Object last = values.get(values.size() - 1);
    return switch (table) {
      case MINUTES -> new Minute(values.get(2), counts(last));
      case LEADERBOARDS, LEADERBOARDS_BY_FIVE_MINUTES, TOP_ADS -> list((ByteString) last);
      default -> last;
    };
  }

  /** As many as a minute has. */
  private static List<Long> counts(Object value) {
    List<Long> counts = new ArrayList<>();
    if (value instanceof List<?> stored) {
      stored.forEach(each -> counts.add((Long) each));
    }
    while (counts.size() < 6) {
      counts.add(0L);
    }
    return counts;
  }

  /**
   * What is told of a minute.
   *
   * @param state the number of {@link MinuteState}
   * @param counts clicks, ads, duplicates, late, too late, rejected
   */
  private record Minute(Object state, List<Long> counts) {

    static final Minute NOTHING = new Minute("", List.of(0L, 0L, 0L, 0L, 0L, 0L));

    /** A minute of which the stream has only to say that lines were rejected, or came too late. */
    boolean isEmpty() {
      return clicks() == 0;
    }

    long clicks() {
      return counts.get(0);
    }

    /** What was doubled, late or rejected the stream alone knows. */
    boolean isSameAs(Minute other) {
      return state.equals(other.state) && counts.subList(0, 2).equals(other.counts.subList(0, 2));
    }

    /** Clicks that were counted or dropped as doubled. */
    long lines() {
      return counts.get(0) + counts.get(2);
    }

    @Override
    public String toString() {
      String name =
          state instanceof Integer number
              ? String.valueOf(MinuteState.forNumber(number))
              : "nothing";
      return counts.get(0) + " clicks of " + counts.get(1) + " ads, " + name;
    }
  }

  private static Leaderboard list(ByteString bytes) {
    try {
      return Leaderboard.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      // Whatever it is, it is no list that should be there.
      return Leaderboard.getDefaultInstance();
    }
  }

  /** Tells all that differs. */
  void tell() {
    should.forEach(
        (name, value) -> {
          Object stored = is.get(name);
          if (stored == null) {
            drift(name, "is missing, should be " + inWords(value));
          } else if (!isSame(stored, value)) {
            drift(name, difference(stored, value));
          }
        });
    is.forEach(
        (name, value) -> {
          if (!should.containsKey(name) && !(value instanceof Minute minute && minute.isEmpty())) {
            drift(name, "is " + inWords(value) + ", should not be there");
          }
          if (value instanceof Minute stored) {
            tellLacking(name, stored);
          }
        });
    tellClicks();
    toldOf.forEach(
        (millisOf, rows) -> {
          if (rows > MOST_ROWS_TOLD) {
            out.accept(
                new Drift(
                    millisOf,
                    partition.table(),
                    "and " + (rows - MOST_ROWS_TOLD) + " more rows of this partition"));
          }
        });
  }

  /** Where the archive has less of a minute than came, it says nothing of that minute. */
  private void tellLacking(String name, Minute stored) {
    Minute archived = should.get(name) instanceof Minute minute ? minute : Minute.NOTHING;
    // Lines that were read again after a failure are there twice, and stand for no others.
    long fewer = Math.max(stored.lines() - archived.lines(), stored.clicks() - archived.clicks());
    if (fewer > 0) {
      out.accept(Drift.lacking(millis.getOrDefault(name, 0L), fewer));
    }
  }

  private static boolean isSame(Object stored, Object value) {
    if (stored instanceof Leaderboard was && value instanceof Leaderboard is) {
      return isSame(was, is);
    }
    if (stored instanceof Minute was && value instanceof Minute is) {
      return was.isSameAs(is);
    }
    return stored.equals(value);
  }

  /** A list may be longer than another that is full: streams before have kept fewer ads. */
  private static boolean isSame(Leaderboard was, Leaderboard is) {
    int both = Math.min(was.getAdsCount(), is.getAdsCount());
    return was.getTotalClicks() == is.getTotalClicks()
        && was.getAdsList().subList(0, both).equals(is.getAdsList().subList(0, both))
        && isWholeOrFull(was, is.getAdsCount())
        && isWholeOrFull(is, was.getAdsCount())
        && was.getAdsCount() <= was.getCapacity();
  }

  private static boolean isWholeOrFull(Leaderboard list, int othersAds) {
    return list.getAdsCount() >= othersAds || list.getAdsCount() == list.getCapacity();
  }

  private static String difference(Object stored, Object value) {
    if (stored instanceof Minute was && value instanceof Minute is) {
      long tooLate = was.counts().get(4);
      return "is "
          + was
          + ", should be "
          + is
          + (tooLate > 0 ? "; " + tooLate + " came too late" : "");
    }
    if (!(stored instanceof Leaderboard was) || !(value instanceof Leaderboard is)) {
      return "is " + inWords(stored) + ", should be " + inWords(value);
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(was.getAdsCount(), is.getAdsCount()); i++) {
      String has = ad(was, i);
      String shouldHave = ad(is, i);
      if (!has.equals(shouldHave) && differences.size() < MOST_ADS_TOLD) {
        differences.add("place " + (i + 1) + " is " + has + ", should be " + shouldHave);
      }
    }
    return differences.isEmpty()
        ? "is " + inWords(was) + ", should be " + inWords(is)
        : String.join("; ", differences);
  }

  private static String ad(Leaderboard list, int place) {
    return place < list.getAdsCount()
        ? list.getAds(place).getAdId() + " with " + list.getAds(place).getClicks()
        : "nobody";
  }

  private static String inWords(Object value) {
    if (value instanceof Leaderboard list) {
      return list.getAdsCount() + " ads of " + list.getTotalClicks() + " clicks";
    }
    return ByteString.EMPTY.equals(value) ? "without a value" : value.toString();
  }

  private void drift(String name, String what) {
    tell(millis.getOrDefault(name, 0L), name + " " + what);
  }

  private void tell(long millisOf, String what) {
    if (toldOf.merge(millisOf, 1, Integer::sum) <= MOST_ROWS_TOLD) {
      out.accept(new Drift(millisOf, partition.table(), what));
    }
  }

  private void tellClicks() {
    Set<IndexedClick> wanted = new HashSet<>(IndexedClick.inOrderOnce(clicksThatShould));
    Set<IndexedClick> stored = new HashSet<>(IndexedClick.inOrderOnce(clicksThatAre));
    for (IndexedClick click : wanted) {
      if (!stored.contains(click)) {
        click(click, "is missing");
      }
    }
    for (IndexedClick click : stored) {
      if (!wanted.contains(click)) {
        click(click, "should not be there");
      }
    }
  }

  private void click(IndexedClick click, String what) {
    long at = click.clickTimestampMillis();
    // Who clicked is in the store, not in what is told of it.
    tell(
        Periods.minuteOf(at),
        "a click by "
            + partition.values().get(0)
            + " on "
            + click.adId()
            + " at "
            + Instant.ofEpochMilli(at)
            + " "
            + what);
  }
}
