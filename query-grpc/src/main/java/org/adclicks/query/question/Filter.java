package org.adclicks.query.question;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which clicks a question is about: those that match every field given.
 *
 * <p>Values are canonical: country upper case, ip as RFC 5952 and dotted quads write it.
 */
public record Filter(@Nullable String country, @Nullable String userId, @Nullable String ip) {

  public static final Filter NONE = new Filter(null, null, null);

  /** Whether only the click index can answer, since cells know no users and ips. */
  public boolean needsClickIndex() {
    return userId != null || ip != null;
  }

  public boolean matches(String clickCountry, String clickUserId, String clickIp) {
    return (country == null || country.equals(clickCountry))
        && (userId == null || userId.equals(clickUserId))
        && (ip == null || ip.equals(clickIp));
  }

  /** The filter as a request would write it; empty for all clicks. */
  public String canonical() {
    List<String> terms = new ArrayList<>();
    addTerm(terms, "country", country);
    addTerm(terms, "user_id", userId);
    addTerm(terms, "ip", ip);
    return String.join(" AND ", terms);
  }

  private static void addTerm(List<String> terms, String field, @Nullable String value) {
    if (value != null) {
      terms.add(field + " = \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
  }
}
