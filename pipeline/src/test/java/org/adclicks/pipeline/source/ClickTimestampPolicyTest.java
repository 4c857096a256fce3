package org.adclicks.pipeline.source;

import static org.adclicks.pipeline.source.PartitionScript.NEVER;
import static org.adclicks.pipeline.source.PartitionScript.millis;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClickTimestampPolicyTest {

  @Test
  void staysTheDelayBehindTheNewestClick() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");

    long timestamp = partition.click("2026-11-23T09:59:58Z");

    assertThat(timestamp).isEqualTo(millis("2026-11-23T09:59:58Z"));
    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T09:59:43Z"));
  }

  @Test
  void doesNotGoBackForAnOlderClickAndLeavesThatItsOwnTime() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2026-11-23T09:59:58Z");

    long timestamp = partition.click("2026-11-23T09:20:00Z");

    assertThat(timestamp).isEqualTo(millis("2026-11-23T09:20:00Z"));
    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T09:59:43Z"));
  }

  @Test
  void isNotMovedByAClickFurtherAheadOfItsArrivalThanTheSkew() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2026-11-23T10:00:00Z");

    long timestamp = partition.click("2026-11-23T10:05:00.001Z");

    assertThat(timestamp).isEqualTo(millis("2026-11-23T09:59:45Z"));
    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T09:59:45Z"));
  }

  @Test
  void isMovedByAClickExactlyAsFarAheadAsTheSkew() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");

    partition.click("2026-11-23T10:05:00Z");

    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T10:04:45Z"));
  }

  @Test
  void isNotMovedByARejectedLineWhichGetsTheWatermarkAsItsTime() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    assertThat(partition.junk()).isEqualTo(NEVER);
    partition.click("2026-11-23T10:00:00Z");

    long timestamp = partition.at("2026-11-23T10:00:30Z").junk();

    assertThat(timestamp).isEqualTo(millis("2026-11-23T09:59:45Z"));
    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T09:59:45Z"));
  }

  @Test
  void closesTheLastMinuteByItselfAtWallClockSpeedFromWhereItsClicksLeftIt() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2021-03-01T08:00:50Z");

    partition.at("2026-11-23T10:00:26Z").looksAtEnd(0);

    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:01:01Z"));
  }

  @Test
  void doesNotMoveOnWhileThereIsSomethingLeftToRead() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2021-03-01T08:00:50Z");

    partition.at("2026-11-23T10:10:00Z").looksAtEnd(1);

    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));
  }

  @Test
  void doesNotMoveOnWhileTheEndIsUnknown() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2021-03-01T08:00:50Z");

    partition.at("2026-11-23T10:10:00Z").looksAtEnd(-1);

    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));
  }

  @Test
  void doesNotMoveOnByALookOlderThanTheLastClick() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.at("2026-11-23T10:00:05Z").looksAtEnd(0);
    partition.at("2026-11-23T10:00:06Z").click("2021-03-01T08:00:50Z");

    partition.at("2026-11-23T10:09:00Z");

    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));
  }

  @Test
  void doesNotMoveOnDuringABriefSilence() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2021-03-01T08:00:50Z");

    partition.at("2026-11-23T10:00:01Z").looksAtEnd(0);

    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));
  }

  @Test
  void keepsGoingAcrossASilenceThatOnlyRejectedLinesBreak() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2026-11-23T10:00:00Z");
    partition.at("2026-11-23T10:00:20Z").junk();
    partition.at("2026-11-23T10:00:40Z").junk();

    partition.at("2026-11-23T10:01:20Z").looksAtEnd(0);

    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T10:01:05Z"));
  }

  @Test
  void keepsGoingAcrossALateClick() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2026-11-23T10:00:00Z");
    partition.at("2026-11-23T10:01:00Z").looksAtEnd(0).watermark();
    partition.at("2026-11-23T10:01:10Z").click("2026-11-23T09:50:00Z");

    partition.at("2026-11-23T10:02:00Z").looksAtEnd(0);

    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T10:01:45Z"));
  }

  @Test
  void letsTheNextOldLogFollowWithoutBeingLate() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2021-03-01T08:59:59Z");
    partition.at("2026-11-23T10:00:10Z").looksAtEnd(0);
    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:59:54Z"));

    partition.at("2026-11-23T10:00:10Z").click("2021-03-01T09:00:00Z");

    assertThat(partition.watermark())
        .isEqualTo(millis("2021-03-01T08:59:54Z"))
        .isLessThan(millis("2021-03-01T09:00:00Z"));
    partition.click("2021-03-01T09:01:00Z");
    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T09:00:45Z"));
  }

  @Test
  void isMovedByAHeartbeatWithoutTheDelayAndGoesOnFromThere() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2021-03-01T08:00:50Z");

    partition.heartbeat(Long.toString(millis("2021-03-01T08:01:01Z")));

    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:01:01Z"));
    partition.at("2026-11-23T10:00:10Z").looksAtEnd(0);
    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:01:11Z"));
  }

  @Test
  void isNotMovedBackByAnOldHeartbeat() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.click("2021-03-01T08:00:50Z");

    partition.heartbeat("0");

    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));
  }

  @Test
  void doesNotFollowAHeartbeatFurtherThanAClick() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");

    partition.heartbeat(Long.toString(millis("2036-11-23T10:00:00Z")));

    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T10:05:00Z"));
  }

  @Test
  void takesAnUnreadableHeartbeatForNothing() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");

    partition.heartbeat("tomorrow");
    partition.heartbeat("");
    partition.heartbeat("99999999999999999999");
    partition.heartbeat("-1");

    assertThat(partition.watermark()).isEqualTo(NEVER);
  }

  @Test
  void staysAtTheMinimumWhileTheWholeTopicIsEmpty() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");

    partition.topicHolds().at("2026-11-23T11:00:00Z").looksAtEnd(0);

    assertThat(partition.watermark()).isEqualTo(NEVER);
  }

  @Test
  void staysAtTheMinimumWhileTheTopicCannotBeLookedAt() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");

    partition.at("2026-11-23T11:00:00Z").looksAtEnd(0);

    assertThat(partition.watermark()).isEqualTo(NEVER);
  }

  @Test
  void holdsNobodyBackIfItIsUnusedBesideAUsedOne() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");

    partition.topicHolds(0, 2).at("2026-11-23T11:00:00Z").looksAtEnd(0);

    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T10:59:45Z"));
  }

  @Test
  void staysAtTheMinimumWhileItsFirstRecordsAreYetToBeRead() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");

    partition.topicHolds(0, 2).at("2026-11-23T11:00:00Z").looksAtEnd(3);

    assertThat(partition.watermark()).isEqualTo(NEVER);
    partition.topicHolds(0, 1, 2).looksAtEnd(0);
    assertThat(partition.watermark()).isEqualTo(NEVER);
  }

  @Test
  void takesTheClaimOfAnUnusedPartitionBackWithItsFirstClick() {
    PartitionScript partition = PartitionScript.startedAt("2026-11-23T10:00:00Z");
    partition.topicHolds(0, 2).at("2026-11-23T11:00:00Z").looksAtEnd(0);
    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T10:59:45Z"));

    partition.click("2021-03-01T08:00:50Z");

    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));
  }

  @Test
  void goesOnFromTheWatermarkOfTheCheckpoint() {
    PartitionScript partition =
        PartitionScript.restoredAt("2026-11-23T10:00:00Z", "2021-03-01T08:00:35Z");
    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));

    partition.click("2021-03-01T08:00:10Z");
    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));

    partition.at("2026-11-23T10:00:30Z").looksAtEnd(0);
    assertThat(partition.watermark()).isEqualTo(millis("2021-03-01T08:01:05Z"));
  }

  @Test
  void isNotStoppedByTheMinimumInACheckpoint() {
    PartitionScript partition =
        PartitionScript.restoredAt("2026-11-23T10:00:00Z", "-290308-12-21T19:59:05.225Z");
    assertThat(partition.watermark()).isEqualTo(NEVER);

    partition.at("2026-11-23T11:00:00Z").looksAtEnd(0);
    assertThat(partition.watermark()).isEqualTo(NEVER);
    partition.topicHolds(0).looksAtEnd(0);
    assertThat(partition.watermark()).isEqualTo(millis("2026-11-23T10:59:45Z"));
  }
}
