package org.adclicks.query.store;

import java.util.Locale;
import org.adclicks.query.question.Filter;

/** The tables whose rows leave them by themselves, as the store names them. */
public enum StoredTable {
  CELLS,
  CELLS_BY_HOUR,
  CELLS_BY_DAY,
  LEADERBOARDS,
  LEADERBOARDS_BY_FIVE_MINUTES,
  TOP_ADS,
  CLICKS_BY_MINUTE,
  CLICK_HOURS;

  /** What says how far back a filter can be asked with. */
  public static StoredTable of(Filter filter) {
    return filter.needsClickIndex() ? CLICK_HOURS : CELLS;
  }

  public String cqlName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
