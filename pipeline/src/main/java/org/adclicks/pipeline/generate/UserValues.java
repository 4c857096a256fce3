package org.adclicks.pipeline.generate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.adclicks.click.Dimension;

/**
 * Which value a user has in each dimension: always the same, and the k-th value 1/k as often as the
 * first.
 */
final class UserValues {

  /** Far enough that the values of one dimension tell nothing of those of the next. */
  private static final int BITS_APART = 11;

  private final Map<Dimension, List<String>> values;
  private final Map<Dimension, double[]> upTo = new EnumMap<>(Dimension.class);

  UserValues(Map<Dimension, List<String>> values) {
    this.values = values;
    values.forEach((dimension, some) -> upTo.put(dimension, sums(some.size())));
  }

  /** A user's values, without the dimensions that have none. */
  Map<Dimension, String> of(int user) {
    Map<Dimension, String> ofUser = new EnumMap<>(Dimension.class);
    upTo.forEach(
        (dimension, sums) -> {
          if (sums.length > 0) {
            ofUser.put(
                dimension,
                values.getOrDefault(dimension, List.of()).get(place(user, dimension, sums)));
          }
        });
    return ofUser;
  }

  private static double[] sums(int size) {
    double[] upTo = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    return upTo;
  }

  private static int place(int user, Dimension dimension, double[] upTo) {
    // Fibonacci hashing: neighbours are spread evenly over 0..1.
    int mixed = Integer.rotateLeft(user * 0x9E3779B1, BITS_APART * dimension.place());
    double point = (mixed >>> 1) / (double) (1L << 31) * upTo[upTo.length - 1];
    int i = 0;
    while (i < upTo.length - 1 && point >= upTo[i]) {
      i++;
    }
    return i;
  }
}
