package org.adclicks.query;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Points in time as protobuf messages. Units: milliseconds since 1970. */
final class ProtoTime {

  private ProtoTime() {}

  static Timestamp of(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1000))
        .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
        .build();
  }

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
