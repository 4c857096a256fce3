package org.adclicks.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Golden bytes: what other systems have stored or send stays readable, field number by field
 * number.
 */
class WireFormatTest {

  @Test
  void click() throws InvalidProtocolBufferException {
    check(
        Click.newBuilder()
            .setAdId("ad1")
            .setClickTimestampMillis(1_700_000_000_123L)
            .setUserId("u1")
            .setIp("1.2.3.4")
            .setCountry("US")
            .setClickId("c1")
            .build(),
        "0a03616431"
            + "10fbd095ffbc31"
            + "1a027531"
            + "2207312e322e332e34"
            + "2a025553"
            + "32026331");
  }

  @Test
  void cellTotals() throws InvalidProtocolBufferException {
    check(
        CellTotals.newBuilder()
            .setMinuteMillis(60_000)
            .addCells(CellTotal.newBuilder().setAdId("a").setCountry("DE").setClicks(300))
            .build(),
        "08e0d403" + "120a" + "0a0161" + "12024445" + "18ac02");
  }

  @Test
  void leaderboard() throws InvalidProtocolBufferException {
    check(
        Leaderboard.newBuilder()
            .setScope("*")
            .setWindowStartMillis(60_000)
            .setWindowEndMillis(120_000)
            .setCapacity(100)
            .setTotalClicks(5)
            .addAds(RankedAd.newBuilder().setAdId("a").setClicks(3))
            .build(),
        "0a012a" + "10e0d403" + "18c0a907" + "2064" + "2805" + "3205" + "0a0161" + "1003");
  }

  @Test
  void rejectedClick() throws InvalidProtocolBufferException {
    check(
        RejectedClick.newBuilder()
            .setReason(RejectionReason.FUTURE_TIMESTAMP)
            .setDetail("d")
            .setRaw(ByteString.copyFrom(new byte[] {0, -1}))
            .setRawLength(2)
            .setOrigin(Origin.newBuilder().setTopic("t").setPartition(1).setOffset(7))
            .setArrivalMillis(1)
            .build(),
        "080e" + "120164" + "1a0200ff" + "2002" + "2a07" + "0a0174" + "1001" + "1807" + "3001");
  }

  @Test
  void answers() throws InvalidProtocolBufferException {
    check(
        GetAggregatedCountResponse.newBuilder()
            .setAdId("a")
            .setCount(9)
            .setInterval(
                Interval.newBuilder()
                    .setFrom(Timestamp.newBuilder().setSeconds(60))
                    .setTo(Timestamp.newBuilder().setSeconds(120)))
            .setFilter("f")
            .setAsOf(Timestamp.newBuilder().setSeconds(120))
            .setState(MinuteState.CLOSED)
            .build(),
        "0a0161" + "1009" + "1a08" + "0a02083c" + "12020878" + "220166" + "2a020878" + "3002");
    check(
        ListPopularAdsResponse.newBuilder()
            .addAds(PopularAd.newBuilder().setRank(1).setAdId("a").setClicks(3))
            .setState(MinuteState.FINAL)
            .build(),
        "0a07" + "0801" + "120161" + "1803" + "2803");
  }

  private static void check(MessageLite message, String hex) throws InvalidProtocolBufferException {
    byte[] golden = HexFormat.of().parseHex(hex);
    assertThat(HexFormat.of().formatHex(message.toByteArray())).isEqualTo(hex);
    assertThat(message.getParserForType().parseFrom(golden)).isEqualTo(message);
  }
}
