package org.adclicks.click;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Some of all clicks: those that have given values in some {@link Dimension}s, and any in the
 * others. What a top list ranks, what a filter asks for, and what a click is counted in: the {@link
 * #isNarrowest} scope of its own values, which is its cell's, and every {@link #wider} one.
 *
 * <p>In tables, states and messages a scope is its {@link #key}: its values in the dimensions'
 * order, {@code *} for any, joined by slashes, without the {@code *}s at the end; {@code *} for all
 * clicks. So a scope keeps its key when a dimension is added.
 *
 * <p>The same object for the same known values, so that a million cells share it.
 */
public final class Scope implements Comparable<Scope> {

  /** The key of all ads. */
  public static final String ALL_KEY = "*";

  private static final String ANY = "*";
  private static final String SEPARATOR = "/";
  private static final Map<String, Scope> KNOWN = new ConcurrentHashMap<>();

  /** All ads. */
  public static final Scope ALL = ofKey(ALL_KEY);

  private final String key;
  private final int hash;
  private final List<String> values;
  private final Set<Dimension> dimensions;
  private final List<Scope> wider;

  private Scope(String key, List<String> values) {
    this.key = key;
    this.hash = key.hashCode();
    this.values = values;
    EnumSet<Dimension> given = EnumSet.noneOf(Dimension.class);
    Dimension.ALL.stream().filter(each -> !isAny(values, each)).forEach(given::add);
    this.dimensions = Set.copyOf(given);
    this.wider = widerThan(values, given);
  }

  /**
   * The scope of this key, whether its values are known (any longer) or not.
   *
   * <p>Errors: {@link IllegalArgumentException} for a text that is no scope's key.
   */
  public static Scope ofKey(String key) {
    Scope known = KNOWN.get(key);
    return known != null ? known : ofValues(split(key, ANY));
  }

  /**
   * The narrowest scope of this key, of a click kept when there may have been fewer dimensions: its
   * values in later ones are not known.
   */
  public static Scope ofClickKey(String key) {
    Scope scope = ofKey(key);
    return scope.isNarrowest() ? scope : ofValues(split(key, null));
  }

  /** The scope of a click of these values, in the dimensions' order; others are not known. */
  public static Scope narrowest(String... values) {
    Scope known = values.length == Dimension.ALL.size() ? KNOWN.get(join(values)) : null;
    if (known != null) {
      return known;
    }
    List<String> all = new ArrayList<>(List.of(values));
    for (Dimension dimension : Dimension.ALL.subList(values.length, Dimension.ALL.size())) {
      all.add(dimension.unknown());
    }
    return ofValues(all);
  }

  /**
   * Those of these clicks that have this value.
   *
   * <p>Errors: {@link IllegalArgumentException} if the dimension has no such value.
   */
  public Scope with(Dimension dimension, String value) {
    if (!dimension.isKnown(value)) {
      throw new IllegalArgumentException(dimension.fieldName() + " is never '" + value + "'");
    }
    List<String> narrower = new ArrayList<>(values);
    narrower.set(dimension.place(), value);
    return ofValues(narrower);
  }

  /** How the scope is written. */
  public String key() {
    return key;
  }

  /** The value all its clicks have in a dimension, null if they may have any. */
  public @Nullable String value(Dimension dimension) {
    return isAny(values, dimension) ? null : values.get(dimension.place());
  }

  /**
   * The value its clicks have in a dimension.
   *
   * <p>Errors: {@link IllegalStateException} if they may have any, so that this is no cell's scope.
   */
  public String requireValue(Dimension dimension) {
    String value = value(dimension);
    if (value == null) {
      throw new IllegalStateException(this + " has no one value for " + dimension.fieldName());
    }
    return value;
  }

  /** The dimensions it has a value in. */
  public Set<Dimension> dimensions() {
    return dimensions;
  }

  /** Whether it has a value in every dimension, as the scope of a cell and of a click has. */
  public boolean isNarrowest() {
    return dimensions.size() == Dimension.ALL.size();
  }

  /** Whether it is that of all ads. */
  public boolean isAll() {
    return dimensions.isEmpty();
  }

  /** All other scopes that have all its clicks, {@link #ALL} last. */
  public List<Scope> wider() {
    return wider;
  }

  /** Whether it has all clicks of another scope. */
  public boolean contains(Scope other) {
    for (Dimension dimension : dimensions) {
      if (!values.get(dimension.place()).equals(other.values.get(dimension.place()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Scope other) {
    return key.compareTo(other.key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Scope scope && key.equals(scope.key));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return key;
  }

  private static Scope ofValues(List<String> values) {
    int end = values.size();
    while (end > 0 && values.get(end - 1).equals(ANY)) {
      end--;
    }
    String key = end == 0 ? ALL_KEY : String.join(SEPARATOR, values.subList(0, end));
    Scope known = KNOWN.get(key);
    if (known != null) {
      return known;
    }
    Scope scope = new Scope(key, List.copyOf(values));
    Scope before = isKnown(values) ? KNOWN.putIfAbsent(key, scope) : null;
    return before == null ? scope : before;
  }

  private static boolean isKnown(List<String> values) {
    return Dimension.ALL.stream()
        .allMatch(
            dimension ->
                isAny(values, dimension) || dimension.isKnown(values.get(dimension.place())));
  }

  /** The values of a key; where it ends early {@code missing}, or what stands for not known. */
  private static List<String> split(String key, @Nullable String missing) {
    String[] given = key.split(SEPARATOR, -1);
    List<String> values = new ArrayList<>();
    for (Dimension dimension : Dimension.ALL) {
      int place = dimension.place();
      values.add(
          place < given.length ? given[place] : missing == null ? dimension.unknown() : missing);
    }
    if (given.length > values.size() || values.contains("")) {
      throw new IllegalArgumentException("no scope has the key '" + key + "'");
    }
    return values;
  }

  private static List<Scope> widerThan(List<String> values, Set<Dimension> given) {
    // Each set of dimensions that keep their values, but that of all of them; none comes last.
    List<Dimension> dimensions = List.copyOf(given);
    List<Scope> wider = new ArrayList<>();
    for (int kept = (1 << dimensions.size()) - 2; kept >= 0; kept--) {
      List<String> some = new ArrayList<>(values);
      for (int i = 0; i < dimensions.size(); i++) {
        if ((kept & (1 << i)) == 0) {
          some.set(dimensions.get(i).place(), ANY);
        }
      }
      wider.add(ofValues(some));
    }
    return List.copyOf(wider);
  }

  private static boolean isAny(List<String> values, Dimension dimension) {
    return values.get(dimension.place()).equals(ANY);
  }

  private static String join(String[] values) {
    return values.length == 1 ? values[0] : String.join(SEPARATOR, values);
  }
}
