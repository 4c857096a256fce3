package org.adclicks.pipeline.generate;

import java.util.List;

/**
 * Which country a user is from: always the same, and the k-th country 1/k as often as the first.
 */
final class UserCountries {

  private final List<String> countries;
  private final double[] upTo;

  UserCountries(List<String> countries) {
    this.countries = countries;
    this.upTo = new double[countries.size()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
  }

  String of(int user) {
    // Fibonacci hashing: neighbours are spread evenly over 0..1.
    double spread = ((user * 0x9E3779B1) >>> 1) / (double) (1L << 31);
    double point = spread * upTo[upTo.length - 1];
    int i = 0;
    while (i < upTo.length - 1 && point >= upTo[i]) {
      i++;
    }
    return countries.get(i);
  }
}
