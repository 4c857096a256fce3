package org.adclicks.benchmarks.people;

import java.util.Random;

/** One user, with one ip, who clicks a tenth of everything. */
final class HotUser {

  static final String NAME = "user-hot";
  static final String IP = "9.9.9.9";

  private static final int ONE_IN = 10;

  private final Random random;

  HotUser(Random random) {
    this.random = random;
  }

  /** The line, or the same click by this user. */
  String line(String line) {
    return random.nextInt(ONE_IN) > 0
        ? line
        : line.replaceFirst("\"user_id\":\"[^\"]*\"", "\"user_id\":\"" + NAME + "\"")
            .replaceFirst("\"ip\":\"[^\"]*\"", "\"ip\":\"" + IP + "\"");
  }
}
