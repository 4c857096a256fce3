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
  CLICKS_BY_USER,
  CLICKS_BY_IP;

  /** Where the clicks are that match, and that say how far back they can be asked for. */
  public static StoredTable of(Filter filter) {
    if (!filter.needsClickIndex()) {
      return CELLS;
    }
    return filter.userId() != null ? CLICKS_BY_USER : CLICKS_BY_IP;
  }

  public String cqlName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
