package org.adclicks.benchmarks.people;

import java.util.List;
import java.util.Random;
import org.adclicks.benchmarks.past.PastHours;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.oracle.SampleClick;
import org.adclicks.proto.store.Periods;

/**
 * Questions about users and ips, over a minute, some minutes, or up to all the hours there are: for
 * all they clicked, in one country, or one ad. One in twenty is of the {@link HotUser}.
 *
 * <p>A country is asked for only where no click of theirs is {@linkplain MovedClicks moved}.
 * Addresses of IPv6 are not asked for: the oracle knows them as their lines spell them.
 */
final class RandomQuestions {

  private static final long FEW_MINUTES = 15;
  private static final int KINDS = 5;
  private static final int SPANS = 4;
  private static final int HOT_ONE_IN = 20;

  private final Random random;
  private final long fromMinute;
  private final List<SampleClick> people;

  /**
   * @param people clicks of those who are asked about
   */
  RandomQuestions(PastHours hours, List<SampleClick> people, Random random) {
    this.fromMinute = hours.from().toEpochMilli() / Periods.MINUTE_MILLIS;
    this.people = List.copyOf(people);
    this.random = random;
  }

  /** Of minutes before then, of which there is one at least. */
  Question next(long toMillis) {
    SampleClick click = people.get(random.nextInt(people.size()));
    Question span = span(click.timestampMillis() / Periods.MINUTE_MILLIS, minutesBefore(toMillis));
    if (random.nextInt(HOT_ONE_IN) == 0) {
      return random.nextBoolean() ? span.withUser(HotUser.NAME) : span.withIp(HotUser.IP);
    }
    Question byUser = span.withUser(click.userId());
    Question byIp = click.ip().contains(":") ? byUser : span.withIp(click.ip());
    // Whom the hot user's clicks were taken from may have been of two countries, too.
    boolean isMoved = MovedClicks.isOf(click.userId()) || click.userId().equals(HotUser.NAME);
    return switch (random.nextInt(KINDS)) {
      case 0 -> byUser;
      case 1 -> byIp;
      case 2 -> isMoved ? byUser : byUser.withScope(click.scope());
      case 3 -> isMoved ? byIp : byIp.withScope(click.scope());
      default -> byUser.withAd(click.adId());
    };
  }

  private long minutesBefore(long toMillis) {
    return toMillis / Periods.MINUTE_MILLIS - fromMinute;
  }

  /** Of these minutes; some around the one in which there is a click, if it is among them. */
  private Question span(long clickMinute, long all) {
    int kind = random.nextInt(SPANS);
    long most =
        switch (kind) {
          case 0 -> 1;
          case 1 -> Math.min(all, FEW_MINUTES);
          default -> all;
        };
    long length = 1 + random.nextLong(most);
    long first = random.nextLong(all - length + 1);
    long ofClick = clickMinute - fromMinute;
    if (length <= FEW_MINUTES && ofClick >= 0 && ofClick < all) {
      first = Math.min(ofClick, all - length);
    }
    return Question.of(
        (fromMinute + first) * Periods.MINUTE_MILLIS,
        (fromMinute + first + length) * Periods.MINUTE_MILLIS);
  }
}
