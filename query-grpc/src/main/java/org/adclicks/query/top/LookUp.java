package org.adclicks.query.top;

import java.util.List;
import org.adclicks.query.question.MinuteInterval;

/** Ads whose clicks of an interval the lists leave open. */
public record LookUp(MinuteInterval interval, List<String> adIds) {

  public LookUp {
    adIds = List.copyOf(adIds);
  }
}
