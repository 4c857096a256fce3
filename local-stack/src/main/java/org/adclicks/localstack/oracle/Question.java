package org.adclicks.localstack.oracle;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which clicks are meant: {@code from <= click_timestamp < to}, and every field that is given.
 *
 * <p>Units: milliseconds since 1970.
 *
 * @param fields columns of the oracle's clicks and the value each must have
 */
public record Question(long fromMillis, long toMillis, Map<String, String> fields) {

  private static final String AD = "ad_id";

  public Question {
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
  }

  /** All clicks of the interval. */
  public static Question of(long fromMillis, long toMillis) {
    return new Question(fromMillis, toMillis, Map.of());
  }

  /** The same, of one ad. */
  public Question withAd(String value) {
    return with(AD, value);
  }

  /** The same, of one scope. */
  public Question withScope(String key) {
    Question narrowed = this;
    for (Map.Entry<String, String> value : Scopes.valuesOf(key).entrySet()) {
      narrowed = narrowed.with(value.getKey(), value.getValue());
    }
    return narrowed;
  }

  /** The same, by one user. */
  public Question withUser(String value) {
    return with("user_id", value);
  }

  /** The same, from one ip. */
  public Question withIp(String value) {
    return with("ip", value);
  }

  /** The ad, null if the question is of all. */
  public @Nullable String adId() {
    return fields.get(AD);
  }

  /** What else clicks must have than the ad. */
  public Map<String, String> filter() {
    Map<String, String> others = new TreeMap<>(fields);
    others.remove(AD);
    return others;
  }

  private Question with(String field, String value) {
    Map<String, String> more = new TreeMap<>(fields);
    more.put(field, value);
    return new Question(fromMillis, toMillis, more);
  }
}
