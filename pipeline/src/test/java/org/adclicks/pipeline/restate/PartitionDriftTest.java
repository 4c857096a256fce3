package org.adclicks.pipeline.restate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.sink.RowPlaces;
import org.adclicks.pipeline.sink.StorePartition;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.RankedAd;
import org.junit.jupiter.api.Test;

class PartitionDriftTest {

  private static final long HOUR = 1_600_002_000_000L;
  private static final long MINUTE = HOUR + 3 * Periods.MINUTE_MILLIS;
  private static final RowPlaces STREAM =
      new RowPlaces(HOUR, HOUR + Periods.HOUR_MILLIS, RestatedHours.NONE, true);

  private static final ClickBuckets BUCKETS = new ClickBuckets(1);

  private final List<String> told = new ArrayList<>();

  @Test
  void tellsWhatIsOtherWhatIsMissingAndWhatShouldNotBe() {
    PartitionDrift drift = drift(StoreTable.CELLS, STREAM, 7, HOUR);
    drift.should(List.of(7, HOUR, "same", MINUTE, "US", 5L));
    drift.should(List.of(7, HOUR, "less", MINUTE, "US", 5L));
    drift.should(List.of(7, HOUR, "gone", MINUTE, "US", 5L));
    drift.is(List.of(7, HOUR, "same", MINUTE, "US", 5L));
    drift.is(List.of(7, HOUR, "less", MINUTE, "US", 4L));
    drift.is(List.of(7, HOUR, "phantom", MINUTE, "US", 9L));
    // Of another hour, though it stands in this partition.
    drift.is(List.of(7, HOUR, "later", HOUR + Periods.HOUR_MILLIS, "US", 9L));
    drift.tell();
    assertThat(told)
        .containsExactlyInAnyOrder(
            "2020-09-13T13:03:00Z cells: gone[US] at 2020-09-13T13:03:00Z is missing, should be 5",
            "2020-09-13T13:03:00Z cells: less[US] at 2020-09-13T13:03:00Z is 4, should be 5",
            "2020-09-13T13:03:00Z cells: phantom[US] at 2020-09-13T13:03:00Z is 9, should not be"
                + " there");
  }

  @Test
  void aListTellsWhichPlacesDiffer() {
    PartitionDrift drift = drift(StoreTable.LEADERBOARDS, STREAM, "*", HOUR);
    drift.should(List.of("*", HOUR, MINUTE, list("a", 3, "b", 2)));
    drift.is(List.of("*", HOUR, MINUTE, list("a", 3, "c", 2)));
    drift.tell();
    assertThat(told).singleElement().asString().endsWith("place 2 is c with 2, should be b with 2");
  }

  @Test
  void blocksThatWereCutOtherwiseAreTheSame() {
    IndexedClick one = click("u1", 1);
    IndexedClick two = click("u1", 2);
    PartitionDrift same = drift(StoreTable.CLICK_HOURS, STREAM, "user", 0, Periods.dayOf(HOUR));
    same.should(blocks(one, two));
    same.is(blocks(two));
    same.is(blocks(one, two));
    same.tell();
    assertThat(told).isEmpty();

    PartitionDrift other = drift(StoreTable.CLICK_HOURS, STREAM, "user", 0, Periods.dayOf(HOUR));
    other.should(blocks(one, two));
    other.is(blocks(two));
    other.tell();
    assertThat(told)
        .singleElement()
        .asString()
        .contains("a click by user on ad at")
        .endsWith("is missing");
    assertThat(told.get(0)).as("names no person").doesNotContain("u1");
  }

  /** Rows of a day's other hours are in the same partition. */
  @Test
  void clicksOfOtherHoursAreNotCompared() {
    PartitionDrift drift = drift(StoreTable.CLICK_HOURS, STREAM, "user", 0, Periods.dayOf(HOUR));
    drift.should(blocks(click("u1", 1)));
    drift.is(blocks(click("u1", 1)));
    drift.is(blocks(click("u2", Periods.HOUR_MILLIS)));
    drift.is(blocks(click("u2", -4 * Periods.MINUTE_MILLIS)));
    drift.tell();
    assertThat(told).isEmpty();
    assertThat(drift.fromMillis()).isEqualTo(HOUR);
    assertThat(drift.toMillis()).isEqualTo(HOUR + Periods.HOUR_MILLIS);
  }

  @Test
  void ofARestatedHourTheStreamsRowsAreNotHeldAgainstIt() {
    RestatedHours restated =
        RestatedHours.of(Map.of(HOUR, new RestatedHours.Restated(4, new ClickBuckets(4))));
    RowPlaces places = new RowPlaces(HOUR, HOUR + Periods.HOUR_MILLIS, restated, true);
    long day = Periods.dayOf(HOUR);
    PartitionDrift stream = drift(StoreTable.MINUTES, places, day);
    stream.should(List.of(day, MINUTE, 4, List.of(5L, 1L, 0L, 0L, 0L, 0L)));
    stream.is(List.of(day, MINUTE, 3, List.of(1L, 1L, 7L, 0L, 0L, 0L)));
    stream.tell();
    assertThat(told).isEmpty();

    PartitionDrift here = drift(StoreTable.MINUTES, places, day + 4);
    here.should(List.of(day + 4, MINUTE, 4, List.of(5L, 1L, 0L, 0L, 0L, 0L)));
    here.is(List.of(day + 4, MINUTE, 4, List.of(4L, 1L, 0L, 0L, 9L, 0L)));
    here.tell();
    assertThat(told)
        .singleElement()
        .asString()
        .contains(
            "is 4 clicks of 1 ads, RESTATED, should be 5 clicks of 1 ads, RESTATED; 9 came too late");
  }

  /** Readers believe no block that is another than its name says. */
  @Test
  void clicksOfABlockUnderAnothersNameAreMissed() {
    List<Object> should = blocks(click("u1", 1));
    List<Object> is = new ArrayList<>(should);
    is.set(6, blocks(click("u1", 2)).get(6));
    PartitionDrift drift = drift(StoreTable.CLICK_HOURS, STREAM, "user", 0, Periods.dayOf(HOUR));
    drift.should(should);
    drift.is(is);
    drift.tell();
    assertThat(told).singleElement().asString().endsWith("is missing");
  }

  @Test
  void whatCannotBeReadIsTold() {
    PartitionDrift cells = drift(StoreTable.CELLS, STREAM, 7, HOUR);
    cells.should(List.of(7, HOUR, "a", MINUTE, "US", 5L));
    cells.is(List.of(7, HOUR, "a", MINUTE, "US", ByteString.EMPTY));
    cells.tell();
    assertThat(told).singleElement().asString().endsWith("is without a value, should be 5");

    PartitionDrift clicks = drift(StoreTable.CLICK_HOURS, STREAM, "user", 0, Periods.dayOf(HOUR));
    clicks.should(blocks(click("u1", 1)));
    clicks.is(
        List.of(
            "user",
            0,
            Periods.dayOf(HOUR),
            0,
            HOUR,
            ByteString.EMPTY,
            ByteString.copyFromUtf8("junk")));
    clicks.tell();
    assertThat(told).singleElement().asString().endsWith("is missing");

    long day = Periods.dayOf(HOUR);
    PartitionDrift minutes = drift(StoreTable.MINUTES, STREAM, day);
    minutes.should(List.of(day, MINUTE, 4, List.of(5L, 1L, 0L, 0L, 0L, 0L)));
    minutes.is(List.of(day, MINUTE, 2, ByteString.EMPTY));
    minutes.tell();
    assertThat(told)
        .singleElement()
        .asString()
        .endsWith("is 0 clicks of 0 ads, CLOSED, should be 5 clicks of 1 ads, FINAL");
  }

  @Test
  void whereTheArchiveHasLessThanCameThatIsTold() {
    long day = Periods.dayOf(HOUR);
    PartitionDrift minutes = drift(StoreTable.MINUTES, STREAM, day);
    minutes.should(List.of(day, MINUTE, 4, List.of(5L, 1L, 1L, 0L, 0L, 0L)));
    minutes.is(List.of(day, MINUTE, 3, List.of(5L, 1L, 3L, 0L, 0L, 0L)));
    minutes.tell();
    assertThat(told).singleElement().asString().endsWith("the archive lacks 2");
  }

  @Test
  void aListOfFewerAdsThatIsFullIsNoOther() {
    PartitionDrift drift = drift(StoreTable.LEADERBOARDS, STREAM, "*", HOUR);
    ByteString longer = list("a", 3, "b", 2);
    drift.should(List.of("*", HOUR, MINUTE, longer));
    drift.is(List.of("*", HOUR, MINUTE, first(longer, 1)));
    drift.tell();
    assertThat(told).isEmpty();
    PartitionDrift shortened = drift(StoreTable.LEADERBOARDS, STREAM, "*", HOUR);
    shortened.should(List.of("*", HOUR, MINUTE, longer));
    shortened.is(List.of("*", HOUR, MINUTE, first(longer, 7)));
    shortened.tell();
    assertThat(told).singleElement().asString().endsWith("place 2 is nobody, should be b with 2");
  }

  @Test
  void aFullListWithAnAdMoreIsAnother() throws Exception {
    PartitionDrift drift = drift(StoreTable.LEADERBOARDS, STREAM, "*", HOUR);
    Leaderboard full =
        Leaderboard.parseFrom(list("a", 3, "b", 2)).toBuilder().setCapacity(2).build();
    drift.should(List.of("*", HOUR, MINUTE, full.toByteString()));
    Leaderboard doubled = full.toBuilder().addAds(full.getAds(0)).build();
    drift.is(List.of("*", HOUR, MINUTE, doubled.toByteString()));
    drift.tell();
    assertThat(told).singleElement().asString().endsWith("place 3 is a with 3, should be nobody");
  }

  private static ByteString first(ByteString list, int capacity) {
    try {
      return Leaderboard.parseFrom(list).toBuilder()
          .setCapacity(capacity)
          .removeAds(1)
          .build()
          .toByteString();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ofManyRowsTheFirstAreTold() {
    PartitionDrift drift = drift(StoreTable.CELLS, STREAM, 7, HOUR);
    for (int i = 0; i < 1_000; i++) {
      drift.should(List.of(7, HOUR, "ad" + i, MINUTE, "US", 5L));
    }
    drift.tell();
    assertThat(told).hasSize(21).last().asString().endsWith("and 980 more rows of this partition");
  }

  private PartitionDrift drift(StoreTable table, RowPlaces places, Object... partition) {
    told.clear();
    return new PartitionDrift(
        new StorePartition(table, List.of(partition)),
        places,
        BUCKETS,
        List.of(HOUR),
        each -> told.add(Drift.parse(each.toLine()).toString()));
  }

  private static ByteString list(String first, long most, String second, long less) {
    return Leaderboard.newBuilder()
        .setCapacity(10)
        .addAds(RankedAd.newBuilder().setAdId(first).setClicks(most))
        .addAds(RankedAd.newBuilder().setAdId(second).setClicks(less))
        .build()
        .toByteString();
  }

  private static IndexedClick click(String user, long id) {
    return IndexedClick.byClickId(
        user.getBytes(UTF_8),
        MINUTE + id,
        id,
        "ad".getBytes(UTF_8),
        "1.2.3.4".getBytes(UTF_8),
        "US".getBytes(UTF_8));
  }

  private static List<Object> blocks(IndexedClick... clicks) {
    ClickBlock block = ClickBlock.cut(List.of(clicks)).get(0);
    return List.of(
        "user",
        0,
        Periods.dayOf(HOUR),
        ClickBuckets.chunkOf(clicks[0].keyHash()),
        block.earliestMillis(),
        block.name(),
        block.bytes());
  }
}
