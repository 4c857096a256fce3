package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;

/** One read of cells, prepared for every set of dimensions a scope may have values in. */
final class ScopedStatement {

  private final Map<Set<Dimension>, PreparedStatement> statements = new HashMap<>();

  private ScopedStatement() {}

  /**
   * Of cells that are found by their key as far as it is given.
   *
   * @param select with its conditions, but for those of dimensions
   * @param groupBy empty, or what comes behind the conditions
   */
  static ScopedStatement ofKeys(CqlSession session, String select, String groupBy) {
    return prepare(session, select, groupBy, "");
  }

  /** Of cells that the store has to look through whatever the scope. */
  static ScopedStatement ofAllRows(CqlSession session, String select, String groupBy) {
    return prepare(session, select, groupBy, " ALLOW FILTERING");
  }

  private static ScopedStatement prepare(
      CqlSession session, String select, String groupBy, String filteringOfAll) {
    ScopedStatement scoped = new ScopedStatement();
    for (int subset = 0; subset < 1 << Dimension.ALL.size(); subset++) {
      Set<Dimension> given = EnumSet.noneOf(Dimension.class);
      StringBuilder cql = new StringBuilder(select);
      for (Dimension dimension : Dimension.ALL) {
        if ((subset & (1 << dimension.place())) != 0) {
          given.add(dimension);
          cql.append(" AND ").append(dimension.fieldName()).append(" = :");
          cql.append(dimension.fieldName());
        }
      }
      cql.append(groupBy).append(given.isEmpty() ? filteringOfAll : " ALLOW FILTERING");
      scoped.statements.put(given, session.prepare(cql.toString()));
    }
    return scoped;
  }

  /** For the cells of a scope. */
  BoundStatementBuilder bind(Scope scope) {
    BoundStatementBuilder bound =
        Objects.requireNonNull(statements.get(scope.dimensions())).boundStatementBuilder();
    for (Dimension dimension : scope.dimensions()) {
      bound = bound.setString(dimension.fieldName(), scope.requireValue(dimension));
    }
    return bound;
  }
}
