package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;

/** The readers of all tables, over one session. */
public record ClickStore(
    CellReader cells,
    LeaderboardReader leaderboards,
    ClickIndexReader clickIndex,
    MinuteStatusReader minutes,
    RestatedReader restated,
    CountedReader counted,
    OpenReader open) {

  /** Enough to keep one node busy, few enough that questions do not starve each other. */
  private static final int READS_PER_QUESTION = 64;

  /** Of one or two requests each: half of those that a connection may carry. */
  private static final int READS_IN_TOTAL = StoreConnection.REQUESTS_OF_CONNECTION / 4;

  /** Prepares every statement; fails if the schema is not there. */
  public static ClickStore over(CqlSession session) {
    ConcurrentReads fanout = ConcurrentReads.of(READS_PER_QUESTION, READS_IN_TOTAL);
    return new ClickStore(
        new CellReader(session, fanout),
        new LeaderboardReader(session, fanout),
        new ClickIndexReader(session, fanout),
        new MinuteStatusReader(session, fanout),
        new RestatedReader(session),
        new CountedReader(session),
        new OpenReader(session, fanout));
  }
}
