package org.adclicks.query.store;

import java.time.Instant;
import java.util.Map;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.StoreSchema;
import org.jspecify.annotations.Nullable;

/** What a pipeline may leave out, as the store names it. */
public enum KeptPart {
  CELLS(StoreSchema.KEPT_CELLS, true),
  ROLL_UPS(StoreSchema.KEPT_ROLL_UPS, true),
  CLICKS("clicks", false),
  FIVE_MINUTES(StoreSchema.KEPT_FIVE_MINUTES, false);

  private final String cqlName;
  private final boolean alwaysKeptBefore;

  KeptPart(String cqlName, boolean alwaysKeptBefore) {
    this.cqlName = cqlName;
    this.alwaysKeptBefore = alwaysKeptBefore;
  }

  String cqlName() {
    return cqlName;
  }

  /**
   * By what name a stretch tells how far it has written it.
   *
   * @param buckets of its clicks, null if it keeps none
   */
  String nameIn(@Nullable ClickBuckets buckets) {
    return this == CLICKS && buckets != null ? buckets.keptName() : cqlName;
  }

  /** Whether it was there before the store told so (version 4), and is where it was. */
  boolean alwaysKeptBefore() {
    return alwaysKeptBefore;
  }

  /** Since when a stretch has it, of what its row names; nothing if it is not named. */
  @Nullable Instant since(Map<String, Instant> keptFrom) {
    if (this != CLICKS) {
      return keptFrom.get(cqlName);
    }
    return ClickBuckets.ofKept(keptFrom)
        .map(buckets -> keptFrom.get(buckets.keptName()))
        .orElse(null);
  }

  static KeptPart of(StoredTable table) {
    return switch (table) {
      case CELLS, LEADERBOARDS, TOP_ADS -> CELLS;
      case CELLS_BY_HOUR, CELLS_BY_DAY -> ROLL_UPS;
      case LEADERBOARDS_BY_FIVE_MINUTES -> FIVE_MINUTES;
      case CLICKS_BY_MINUTE, CLICK_HOURS -> CLICKS;
    };
  }
}
