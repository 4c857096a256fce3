package org.adclicks.click;

import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What clicks are counted by besides minute and ad, in the order that {@link Scope} keys and the
 * store's columns have: each a field of few known values. No click is lost for one: whatever else a
 * line says counts under the value for not known.
 *
 * <p>A new dimension goes to the end: the keys of scopes written before then still say what they
 * said. ARCHITECTURE.md lists what else it takes.
 */
@SuppressWarnings("ImmutableEnumChecker") // Vocabularies are functions without state.
public enum Dimension {
  COUNTRY(
      ClickField.COUNTRY,
      Countries::named,
      Countries::codes,
      Countries.UNKNOWN,
      "an ISO 3166-1 code");

  /** All of them, in order. */
  public static final List<Dimension> ALL = List.of(values());

  private final ClickField field;
  private final Function<String, @Nullable String> vocabulary;
  private final Supplier<SortedSet<String>> values;
  private final String unknown;
  private final String description;

  /**
   * A dimension.
   *
   * @param vocabulary the value a text names, null if none; values hold no {@code *} and no {@code
   *     /}
   * @param values all of them
   * @param unknown the value of all other texts; it names itself
   * @param description what a text that names a value is
   */
  Dimension(
      ClickField field,
      Function<String, @Nullable String> vocabulary,
      Supplier<SortedSet<String>> values,
      String unknown,
      String description) {
    this.field = field;
    this.vocabulary = vocabulary;
    this.values = values;
    this.unknown = unknown;
    this.description = description;
  }

  /** The dimension of a field that is one; {@link IllegalArgumentException} for any other. */
  public static Dimension of(ClickField field) {
    for (Dimension dimension : ALL) {
      if (dimension.field == field) {
        return dimension;
      }
    }
    throw new IllegalArgumentException(field + " is no dimension");
  }

  /** Its place among {@link #ALL}, from 0. */
  @SuppressWarnings("EnumOrdinal") // Keys are written in this order: it is the dimension's own.
  public int place() {
    return ordinal();
  }

  /** The field of a click's line that says its value. */
  public ClickField field() {
    return field;
  }

  /** The field's name, which is the store's column too. */
  public String fieldName() {
    return field.fieldName();
  }

  /** The value of clicks of which it is not known. */
  public String unknown() {
    return unknown;
  }

  /** All values clicks may have, in order. */
  public SortedSet<String> allValues() {
    return values.get();
  }

  /** What a text that names a value is, as "an ISO 3166-1 code". */
  public String description() {
    return description;
  }

  /** The value a text names, null if it names none; {@link #unknown} names itself. */
  public @Nullable String named(String text) {
    return vocabulary.apply(text);
  }

  /** The value a click counts under that says this. */
  public String countedAs(@Nullable String text) {
    String named = text == null ? null : named(text);
    return named == null ? unknown : named;
  }

  /** Whether it is a value as we write it. */
  public boolean isKnown(String value) {
    return value.equals(named(value));
  }
}
