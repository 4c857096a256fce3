package org.adclicks.query.store;

import org.adclicks.proto.store.StoreSchema;

/** What a pipeline may leave out, as the store names it. */
public enum KeptPart {
  CELLS(StoreSchema.KEPT_CELLS, true),
  ROLL_UPS(StoreSchema.KEPT_ROLL_UPS, true),
  CLICKS(StoreSchema.KEPT_CLICKS, true),
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

  /** Whether it was there before the store told so (version 4). */
  boolean alwaysKeptBefore() {
    return alwaysKeptBefore;
  }

  static KeptPart of(StoredTable table) {
    return switch (table) {
      case CELLS, LEADERBOARDS, TOP_ADS -> CELLS;
      case CELLS_BY_HOUR, CELLS_BY_DAY -> ROLL_UPS;
      case LEADERBOARDS_BY_FIVE_MINUTES -> FIVE_MINUTES;
      case CLICKS_BY_USER, CLICKS_BY_IP -> CLICKS;
    };
  }
}
