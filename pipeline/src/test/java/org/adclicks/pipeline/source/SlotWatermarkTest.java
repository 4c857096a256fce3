package org.adclicks.pipeline.source;

import static org.adclicks.pipeline.source.SlotScript.NEVER;
import static org.adclicks.pipeline.source.SlotScript.millis;
import static org.adclicks.pipeline.source.SlotScript.restoredAt;
import static org.adclicks.pipeline.source.SlotScript.startedAt;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlotWatermarkTest {

  @Test
  void staysTheDelayBehindTheNewestTime() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);

    assertThat(slot.click(0, "2026-11-23T09:59:58Z").watermark())
        .isEqualTo(millis("2026-11-23T09:59:43Z"));
    assertThat(slot.click(0, "2026-11-23T09:20:00Z").watermark())
        .isEqualTo(millis("2026-11-23T09:59:43Z"));
  }

  @Test
  void isThatOfTheSlowestPartitionWithClicks() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);

    slot.click(0, "2026-11-23T09:59:58Z").click(1, "2026-11-23T09:59:30Z");

    assertThat(slot.watermark()).isEqualTo(millis("2026-11-23T09:59:15Z"));
  }

  @Test
  void waitsForAPartitionThatHasSomethingLeftToRead() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
    slot.click(0, "2026-11-23T09:59:58Z").readToTheEnd(0).topicHas("2026-11-23T09:59:58Z");

    assertThat(slot.after(3600).readToTheEnd(0).watermark()).isEqualTo(NEVER);
    slot.click(1, "2026-11-20T10:00:00Z").watermark();
    assertThat(slot.after(1).readToTheEnd(0).watermark()).isEqualTo(millis("2026-11-20T09:59:45Z"));
  }

  @Test
  void closesTheLastMinuteByItselfAtWallClockSpeedFromWhereItsClicksLeftIt() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    slot.click(0, "2021-03-01T08:00:50Z");

    slot.secondsOfSilence(26, 0);
    assertThat(slot.watermark()).isEqualTo(millis("2021-03-01T08:01:01Z"));

    // Silent for long, and nobody else has anything newer: it goes on like that.
    slot.topicHas("2021-03-01T08:00:50Z").secondsOfSilence(60, 0);
    assertThat(slot.watermark())
        .isBetween(millis("2021-03-01T08:01:59Z"), millis("2021-03-01T08:02:01Z"));
  }

  @Test
  void doesNotMoveOnDuringABriefSilenceNorWhileTheEndIsUnknown() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    slot.click(0, "2021-03-01T08:00:50Z");

    assertThat(slot.after(1).readToTheEnd(0).watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));
    assertThat(slot.after(600).watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));
  }

  @Test
  void letsTheNextOldLogFollowWithoutBeingLate() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
    slot.click(0, "2021-03-01T08:59:59Z").click(1, "2021-03-01T08:59:58Z");

    slot.secondsOfSilence(10, 0, 1);
    assertThat(slot.watermark()).isLessThan(millis("2021-03-01T09:00:00Z"));

    slot.click(0, "2021-03-01T09:00:00Z").click(1, "2021-03-01T09:01:00Z");
    assertThat(slot.watermark()).isLessThan(millis("2021-03-01T09:00:00Z"));
  }

  @Test
  void isMovedByAHeartbeatWithoutTheDelayButNotFurtherThanByAClick() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    slot.click(0, "2021-03-01T08:00:50Z");

    slot.heartbeat(0, "2021-03-01T08:01:01Z").heartbeat(0, "1970-01-01T00:00:00Z");
    assertThat(slot.watermark()).isEqualTo(millis("2021-03-01T08:01:01Z"));

    assertThat(slot.heartbeat(0, "2026-11-23T10:00:30Z").watermark())
        .isEqualTo(millis("2026-11-23T10:00:00Z"));
  }

  /** Minutes would close at their end, and what comes some seconds later correct them. */
  @Test
  void isNotMovedByAHeartbeatOfAFarFuture() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    for (int second = 0; second < 120; second++) {
      slot.after(1);
      slot.heartbeat(0, "2036-11-23T10:00:00Z").click(0, slot.now());

      assertThat(slot.watermark()).isEqualTo(millis(slot.now()) - SlotScript.RULE.delayMillis());
    }
  }

  @Test
  void aServerWhoseClockIsFastClosesNoMinuteBeforeItsEnd() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    for (int second = 0; second < 120; second++) {
      slot.after(1);
      // Four minutes fast, among others whose clocks are right.
      slot.click(0, Instant.parse(slot.now()).plusSeconds(240).toString()).click(0, slot.now());

      assertThat(slot.watermark()).isEqualTo(millis(slot.now()) - SlotScript.RULE.delayMillis());
    }
  }

  @Test
  void staysWhereItIsWhileNothingIsKnownOfAnyClick() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);

    slot.secondsOfSilence(600, 0, 1);

    assertThat(slot.watermark()).isEqualTo(NEVER);
    assertThat(slot.wantsLook()).isTrue();
  }

  @Test
  void aPartitionWithoutAnAcceptedClickHoldsNobody() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
    slot.readToTheEnd(1).click(0, "2026-11-23T10:00:00Z").watermark();

    // Only junk comes through partition 1, at whatever rate: it is read, nothing else is known.
    slot.after(1).readToTheEnd(1).click(0, "2026-11-23T10:00:01Z").watermark();
    slot.after(1).readToTheEnd(1).click(0, "2026-11-23T10:00:02Z").watermark();

    assertThat(slot.watermark()).isEqualTo(millis("2026-11-23T09:59:47Z"));
  }

  @Test
  void aSlotWithoutClicksFollowsTheOthersNewestTime() {
    SlotScript none = startedAt("2026-11-23T10:00:00Z");
    SlotScript junk = startedAt("2026-11-23T10:00:00Z").partition(3);

    none.topicHas("2026-11-23T09:59:58Z");
    junk.topicHas("2026-11-23T09:59:58Z").secondsOfSilence(3, 3);

    assertThat(none.watermark()).isEqualTo(millis("2026-11-23T09:59:43Z"));
    // Live clicks go on at the speed of the clock between two looks.
    assertThat(none.after(4).watermark()).isEqualTo(millis("2026-11-23T09:59:47Z"));
    assertThat(junk.watermark())
        .isBetween(millis("2026-11-23T09:59:43Z"), millis("2026-11-23T09:59:46Z"));
  }

  @Test
  void doesNotJumpToNowWhenOthersSendOldLogs() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    slot.secondsOfSilence(10, 0).topicHas("2021-03-01T08:00:50Z").secondsOfSilence(3, 0);

    assertThat(slot.watermark())
        .isBetween(millis("2021-03-01T08:00:35Z"), millis("2021-03-01T08:00:39Z"));

    // The look has found nothing newer since: from there on by the clock.
    slot.secondsOfSilence(3600, 0);
    assertThat(slot.watermark())
        .isBetween(millis("2021-03-01T09:00:34Z"), millis("2021-03-01T09:00:39Z"));
  }

  @Test
  void doesNotFollowOthersPastWhatItsOwnPartitionMayHaveGotMeanwhile() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).readToTheEnd(0);
    slot.watermark();

    slot.after(5).topicHas("2021-03-01T08:10:00Z");
    assertThat(slot.watermark()).isEqualTo(NEVER);
    // What has come by then turns out to be the beginning of the same log.
    slot.click(0, "2021-03-01T08:00:00Z").after(1).readToTheEnd(0);
    assertThat(slot.watermark()).isEqualTo(millis("2021-03-01T07:59:45Z"));
  }

  @Test
  void oneOldClickHoldsNobodyForLong() {
    for (String old : new String[] {"1970-01-01T00:00:00Z", "2026-11-16T10:00:00Z"}) {
      SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
      slot.click(0, "2026-11-23T10:00:00Z").click(1, old);
      for (int second = 1; second <= 60; second++) {
        slot.after(1).click(0, slot.now()).readToTheEnd(0, 1).watermark();
      }
      assertThat(slot.watermark()).isGreaterThan(millis("2026-11-23T10:00:40Z"));
    }
  }

  @Test
  void neitherDoOldClicksThatKeepComing() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
    for (int second = 0; second < 120; second++) {
      String old = Instant.ofEpochMilli(millis("2026-11-16T10:00:00Z") + second).toString();
      slot.after(1).click(0, slot.now()).click(1, old).readToTheEnd(0, 1).watermark();
    }
    assertThat(slot.watermark()).isGreaterThan(millis("2026-11-23T10:01:40Z"));
  }

  @Test
  void aPartitionSomewhatBehindIsWaitedForAsLongAsItHasClicks() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
    for (int second = 0; second < 120; second++) {
      String behind = Instant.parse(slot.now()).minusSeconds(120).toString();
      slot.after(1).click(0, slot.now()).click(1, behind).readToTheEnd(0, 1).watermark();
    }
    assertThat(slot.watermark()).isEqualTo(millis("2026-11-23T09:59:44Z"));
  }

  @Test
  void oldLogsWaitForOneAnotherUntilOneIsSilent() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
    slot.click(0, "2021-03-01T08:00:00Z").click(1, "2020-03-01T08:00:00Z");

    slot.secondsOfSilence(20, 0, 1);
    assertThat(slot.watermark()).isLessThan(millis("2020-03-01T08:01:00Z"));

    slot.secondsOfSilence(15, 0, 1);
    assertThat(slot.watermark()).isGreaterThan(millis("2021-03-01T08:00:00Z"));
  }

  @Test
  void aPartitionThatCameBackFromADowntimeIsNotBehindByIt() {
    SlotScript slot = restoredAt("2026-11-23T11:00:00Z", "2026-11-23T10:00:00Z");
    slot.restored(0, "2026-11-23T10:00:00Z").restored(1, "2026-11-23T10:00:00Z");
    assertThat(slot.watermark()).isEqualTo(millis("2026-11-23T10:00:00Z"));

    for (int second = 0; second < 45; second++) {
      slot.after(1).click(0, slot.now()).readToTheEnd(0, 1).watermark();
    }
    assertThat(slot.watermark()).isGreaterThan(millis("2026-11-23T11:00:20Z"));
  }

  @Test
  void thirtyRestartsOfAMinuteDoNotAddUp() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
    slot.click(1, "2026-11-23T10:00:00Z");
    for (int restart = 0; restart < 30; restart++) {
      for (int second = 0; second < 10; second++) {
        slot.after(1).click(0, slot.now()).readToTheEnd(0, 1).watermark();
      }
      slot = slot.restartedAt(Instant.parse(slot.now()).plusSeconds(60).toString());
    }
    for (int second = 0; second < 10; second++) {
      slot.after(1).click(0, slot.now()).readToTheEnd(0, 1).watermark();
    }
    assertThat(slot.watermark()).isGreaterThan(millis(slot.now()) - 20_000);
  }

  @Test
  void beginsWithTheWatermarkOfTheCheckpointAndNeverGoesBack() {
    SlotScript slot = restoredAt("2026-11-23T10:00:00Z", "2021-03-01T08:00:35Z");
    assertThat(slot.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));

    slot.restored(0, "2021-03-01T08:00:35Z").click(0, "2021-03-01T08:00:10Z");
    assertThat(slot.watermark()).isEqualTo(millis("2021-03-01T08:00:35Z"));

    slot.secondsOfSilence(31, 0);
    assertThat(slot.watermark())
        .isBetween(millis("2021-03-01T08:01:04Z"), millis("2021-03-01T08:01:07Z"));
  }

  @Test
  void aRestartKeepsNoClaimAboutAnUnusedPartition() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    slot.topicHas("2021-03-01T08:00:50Z").secondsOfSilence(20, 0);

    SlotScript next = slot.restartedAt("2026-11-24T10:00:00Z");
    next.topicHas("2021-03-01T08:00:50Z").secondsOfSilence(20, 0);

    assertThat(next.watermark()).isLessThan(millis("2021-03-01T08:02:00Z"));
  }

  @Test
  void aNewPartitionHoldsItWhereItIsUntilItIsRead() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    slot.click(0, "2026-11-23T10:00:00Z").watermark();

    slot.partition(4);
    for (int second = 0; second < 60; second++) {
      slot.after(1).click(0, slot.now()).readToTheEnd(0).watermark();
    }
    assertThat(slot.watermark()).isEqualTo(millis("2026-11-23T09:59:45Z"));

    for (int second = 0; second < 3; second++) {
      slot.after(1).click(0, slot.now()).readToTheEnd(0, 4).watermark();
    }
    assertThat(slot.watermark()).isGreaterThan(millis("2026-11-23T10:00:45Z"));
  }

  @Test
  void clicksAheadOfTheClockDoNotCarryTheOthersAlongOnceAllAreSilent() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0).partition(1);
    slot.click(0, "2026-11-23T10:00:00Z").click(1, "2026-11-23T10:04:50Z");

    slot.secondsOfSilence(60, 0, 1);

    assertThat(slot.watermark())
        .isBetween(millis("2026-11-23T10:00:43Z"), millis("2026-11-23T10:00:45Z"));
  }

  /** The worker's clock was an hour slow, unlike the senders' and the broker's. */
  @Test
  void aClockThatIsSetForwardMovesNothingPastNow() {
    SlotScript slot = startedAt("2026-11-23T10:59:50Z").partition(0);
    slot.at("2026-11-23T10:59:58Z").clickThatArrived(0, "2026-11-23T11:59:58Z");

    slot.at("2026-11-23T12:00:01Z").readToTheEnd(0);
    slot.at("2026-11-23T12:00:03Z").click(0, "2026-11-23T12:00:03Z");

    assertThat(slot.watermark())
        .isBetween(millis("2026-11-23T11:59:46Z"), millis("2026-11-23T11:59:48Z"));
  }

  @Test
  void aShareWithoutClicksGoesOnWithTimeAfterARestartInALongSilence() {
    SlotScript slot = startedAt("2026-11-23T10:00:00Z").partition(0);
    slot.topicHas("2026-11-23T10:00:00Z").secondsOfSilence(3600, 0);

    SlotScript restarted = slot.restartedAt("2026-11-23T11:00:10Z");
    restarted.topicHas("2026-11-23T10:00:00Z").secondsOfSilence(60, 0);

    assertThat(restarted.watermark()).isGreaterThan(millis("2026-11-23T11:00:30Z"));
  }
}
