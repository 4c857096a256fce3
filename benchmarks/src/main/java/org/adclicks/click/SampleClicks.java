package org.adclicks.click;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.pack.ClickPack;

/** Clicks to measure with, seeded. */
public final class SampleClicks {

  private static final long MINUTE_MILLIS = 1_709_287_200_000L;
  private static final List<String> COUNTRIES = List.of("US", "IN", "BR", "DE", "GB");

  private SampleClicks() {}

  public static List<Click> of(int count, int ads) {
    SplittableRandom random = new SplittableRandom(1);
    List<Click> clicks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int user = random.nextInt(1_000_000);
      clicks.add(
          new Click(
              "ad-" + random.nextInt(ads),
              MINUTE_MILLIS + random.nextInt(60_000),
              "user-" + user,
              "10." + (user >>> 16) + "." + (user >>> 8 & 255) + "." + (user & 255),
              Scope.narrowest(COUNTRIES.get(random.nextInt(COUNTRIES.size()))),
              null));
    }
    return clicks;
  }

  public static byte[] json(Click click) {
    return String.format(
            "{\"ad_id\":\"%s\",\"click_timestamp\":%d,\"user_id\":\"%s\",\"ip\":\"%s\",\"country\":\"%s\"}",
            click.adId(), click.clickTimestampMillis(), click.userId(), click.ip(), country(click))
        .getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] csv(Click click) {
    return String.join(
            ",",
            click.adId(),
            String.valueOf(click.clickTimestampMillis()),
            click.userId(),
            click.ip(),
            country(click))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String country(Click click) {
    return click.scope().requireValue(Dimension.COUNTRY);
  }

  public static ClickPack pack(int count) {
    return ClickPack.of(MINUTE_MILLIS, of(count, 100_000));
  }

  public static CellCounts cells(int clicks, int ads) {
    CellCounts cells = new CellCounts();
    of(clicks, ads).forEach(click -> cells.add(click.adId(), click.scope(), 1));
    return cells;
  }
}
