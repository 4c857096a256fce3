package org.adclicks.pipeline.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Ways in which a log line is no click; each is rejected by any reader of click logs. */
enum BadLine {
  CUT_SHORT {
    @Override
    byte[] make(byte[] good, SplittableRandom random) {
      return Arrays.copyOf(good, good.length / 3);
    }
  },
  NOT_UTF8 {
    @Override
    byte[] make(byte[] good, SplittableRandom random) {
      byte[] bad = good.clone();
      bad[good.length / 2] = (byte) 0xFF;
      return bad;
    }
  },
  NO_RECORD {
    @Override
    byte[] make(byte[] good, SplittableRandom random) {
      return "java.lang.OutOfMemoryError: Java heap space".getBytes(StandardCharsets.US_ASCII);
    }
  },
  NO_COUNTRY_TEXT {
    @Override
    byte[] make(byte[] good, SplittableRandom random) {
      return "{\"ad_id\":\"ad-1\",\"click_timestamp\":0,\"user_id\":\"u\",\"ip\":\"::1\",\"country\":840}"
          .getBytes(StandardCharsets.US_ASCII);
    }
  },
  NO_ADDRESS {
    @Override
    byte[] make(byte[] good, SplittableRandom random) {
      return ("ad-1,0,user-1,192.0.2." + random.nextInt(256, 1000) + ",US")
          .getBytes(StandardCharsets.US_ASCII);
    }
  },
  EMPTY_AD {
    @Override
    byte[] make(byte[] good, SplittableRandom random) {
      return "{\"ad_id\":\"\",\"click_timestamp\":0,\"user_id\":\"u\",\"ip\":\"::1\",\"country\":\"US\"}"
          .getBytes(StandardCharsets.US_ASCII);
    }
  },
  FAR_AHEAD {
    @Override
    byte[] make(byte[] good, SplittableRandom random) {
      return "ad-1,9999-12-31T23:59:59Z,user-1,192.0.2.1,US".getBytes(StandardCharsets.US_ASCII);
    }
  };

  private static final BadLine[] ALL = values();

  abstract byte[] make(byte[] good, SplittableRandom random);

  static byte[] any(byte[] good, SplittableRandom random) {
    return ALL[random.nextInt(ALL.length)].make(good, random);
  }
}
