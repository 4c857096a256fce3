package org.adclicks.query.question;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.ClickField;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Which clicks a question is about: those that match every field given.
 *
 * <p>Values are canonical: country upper case, ip as RFC 5952 and dotted quads write it.
 *
 * @param scope the values of dimensions
 */
public record Filter(Scope scope, @Nullable String userId, @Nullable String ip) {

  public static final Filter NONE = new Filter(Scope.ALL, null, null);

  /** Whether only the click index can answer, since cells know no users and ips. */
  public boolean needsClickIndex() {
    return userId != null || ip != null;
  }

  public boolean matches(Scope clickScope, String clickUserId, String clickIp) {
    return scope.contains(clickScope)
        && (userId == null || userId.equals(clickUserId))
        && (ip == null || ip.equals(clickIp));
  }

  /** The filter as a request would write it; empty for all clicks. */
  public String canonical() {
    List<String> terms = new ArrayList<>();
    for (Dimension dimension : Dimension.ALL) {
      addTerm(terms, dimension.field(), scope.value(dimension));
    }
    addTerm(terms, ClickField.USER_ID, userId);
    addTerm(terms, ClickField.IP, ip);
    return String.join(" AND ", terms);
  }

  private static void addTerm(List<String> terms, ClickField field, @Nullable String value) {
    if (value != null) {
      terms.add(field + " = \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
  }
}
