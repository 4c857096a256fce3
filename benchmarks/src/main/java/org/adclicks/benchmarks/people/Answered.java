package org.adclicks.benchmarks.people;

import java.util.List;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.v1.MinuteState;

/**
 * What was answered.
 *
 * @param ads to a question for one ad: itself, if it has clicks
 * @param state of its least settled minute
 */
record Answered(Question question, List<AdCount> ads, MinuteState state) {

  Answered {
    ads = List.copyOf(ads);
  }
}
