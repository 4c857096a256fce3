package org.adclicks.localstack.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What clicks are counted by, in the oracle's own words: columns of its table of clicks, and the
 * keys of scopes, which are values joined by slashes, {@code *} for any and none at the end.
 */
public final class Scopes {

  /** Columns of clicks, in the order that keys have them. */
  public static final List<String> DIMENSIONS = List.of("country");

  /** The key of all clicks. */
  public static final String ALL = "*";

  private static final String SEPARATOR = "/";

  private Scopes() {}

  /** The values a key gives, by dimension. */
  public static Map<String, String> valuesOf(String key) {
    String[] given = key.split(SEPARATOR, -1);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < given.length; i++) {
      if (!given[i].equals(ALL)) {
        values.put(DIMENSIONS.get(i), given[i]);
      }
    }
    return values;
  }

  /** The scope of a cell or click and all wider ones but that of all clicks. */
  public static List<String> narrowed(String key) {
    Map<String, String> values = valuesOf(key);
    return subsets(dimension -> values.getOrDefault(dimension, ALL)).stream()
        .map(parts -> String.join(SEPARATOR, parts))
        .filter(scope -> !scope.equals(ALL))
        .toList();
  }

  /** SQL for the key of each scope that a row of clicks counts in. */
  static List<String> keysInSql() {
    return subsets(UnaryOperator.identity()).stream()
        .map(parts -> parts.equals(List.of(ALL)) ? "'*'" : "concat_ws('/', " + inSql(parts) + ")")
        .toList();
  }

  /** SQL for the key of a row's own scope. */
  static String keyInSql() {
    return "concat_ws('/', " + columns() + ")";
  }

  static String columns() {
    return String.join(", ", DIMENSIONS);
  }

  private static String inSql(List<String> parts) {
    return String.join(", ", parts.stream().map(part -> part.equals(ALL) ? "'*'" : part).toList());
  }

  /** For each set of dimensions their parts, and {@code *} for the others but at the end. */
  private static List<List<String>> subsets(UnaryOperator<String> part) {
    List<List<String>> all = new ArrayList<>();
    for (int subset = (1 << DIMENSIONS.size()) - 1; subset >= 0; subset--) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < DIMENSIONS.size(); i++) {
        parts.add((subset & (1 << i)) == 0 ? ALL : part.apply(DIMENSIONS.get(i)));
      }
      while (parts.size() > 1 && parts.get(parts.size() - 1).equals(ALL)) {
        parts.remove(parts.size() - 1);
      }
      all.add(parts);
    }
    return all;
  }
}
