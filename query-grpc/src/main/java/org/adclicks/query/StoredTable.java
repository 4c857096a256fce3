package org.adclicks.query;

import java.util.Locale;

/** The tables whose rows leave them by themselves, as the store names them. */
enum StoredTable {
  CELLS,
  CELLS_BY_HOUR,
  CELLS_BY_DAY,
  LEADERBOARDS,
  LEADERBOARDS_BY_FIVE_MINUTES,
  TOP_ADS,
  CLICKS_BY_USER,
  CLICKS_BY_IP;

  String cqlName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
