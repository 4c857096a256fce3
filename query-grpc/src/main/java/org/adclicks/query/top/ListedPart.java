package org.adclicks.query.top;

import java.util.List;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.v1.Leaderboard;

/**
 * A part of what is asked for and the lists that tell of it: that of five minutes, or those of
 * single minutes. Where they leave an ad's clicks open, its cells of all of the part are read.
 *
 * @param boards of disjoint times of the interval and one scope; a time without one had no click
 * @param lead how many clicks the boards may have that the cells lack, each being corrected after
 *     them; 0 if none
 */
public record ListedPart(MinuteInterval interval, List<Leaderboard> boards, long lead) {

  public ListedPart {
    boards = List.copyOf(boards);
  }
}
