package org.adclicks.query;

import com.datastax.oss.driver.api.core.CqlSession;

/** The readers of all tables, over one session. */
record ClickStore(
    CellReader cells,
    LeaderboardReader leaderboards,
    ClickIndexReader clickIndex,
    MinuteReader minutes,
    CountedReader counted) {

  /** Enough to keep one node busy, few enough that questions do not starve each other. */
  private static final int READS_PER_QUESTION = 64;

  /** Half of the 1024 requests the driver lets one connection carry. */
  private static final int READS_IN_TOTAL = 512;

  /** Prepares every statement; fails if the schema is not there. */
  static ClickStore over(CqlSession session) {
    Fanout fanout = Fanout.of(READS_PER_QUESTION, READS_IN_TOTAL);
    return new ClickStore(
        new CellReader(session, fanout),
        new LeaderboardReader(session, fanout),
        new ClickIndexReader(session, fanout),
        new MinuteReader(session, fanout),
        new CountedReader(session));
  }
}
