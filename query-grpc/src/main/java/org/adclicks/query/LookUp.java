package org.adclicks.query;

import java.util.List;

/** Ads whose clicks of an interval the lists leave open. */
record LookUp(MinuteInterval interval, List<String> adIds) {

  LookUp {
    adIds = List.copyOf(adIds);
  }
}
