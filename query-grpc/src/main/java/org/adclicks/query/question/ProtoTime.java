package org.adclicks.query.question;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Points in time as protobuf messages. Units: milliseconds since 1970. */
public final class ProtoTime {

  private ProtoTime() {}

  public static Timestamp of(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1000))
        .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
        .build();
  }

  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
