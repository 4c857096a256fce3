package org.adclicks.localstack.setup;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.adclicks.proto.store.StoreSchema;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SchemaPlan} held against a real Cassandra, over a session that knows its tables.
 *
 * <p>Errors: the driver's.
 */
public final class SchemaSetup {

  private final CqlSession session;
  private final SchemaPlan plan;

  public SchemaSetup(CqlSession session, SchemaPlan plan) {
    this.session = session;
    this.plan = plan;
  }

  /**
   * Makes both users and gives them their rights.
   *
   * @param passwords by user; one without keeps the password it has, or has none
   */
  public void applyRoles(Map<String, String> passwords) {
    plan.roleStatements().forEach(session::execute);
    passwords.forEach(
        (user, password) ->
            session.execute(
                "ALTER ROLE "
                    + user
                    + " WITH PASSWORD = '"
                    + password.replace("'", "''")
                    + "' AND SUPERUSER = false AND LOGIN = true"));
  }

  /** What differs, a line each; nothing if all is as planned. */
  public List<String> differences(boolean withRoles) {
    List<String> differences = new ArrayList<>();
    Optional<KeyspaceMetadata> keyspace =
        session.getMetadata().getKeyspace(CqlIdentifier.fromInternal(plan.keyspace()));
    if (keyspace.isEmpty()) {
      differences.add("keyspace " + plan.keyspace() + " is not there");
    } else {
      compare(keyspace.get(), differences);
    }
    if (withRoles) {
      compareRoles(differences);
    }
    return differences;
  }

  private void compare(KeyspaceMetadata keyspace, List<String> differences) {
    String name = "keyspace " + plan.keyspace();
    String replicas = keyspace.getReplication().getOrDefault(plan.datacenter(), "0");
    // More are fine: fewer may be lost with one node.
    if (!replicas.matches("\\d{1,9}") || Integer.parseInt(replicas) < plan.replicas()) {
      differences.add(
          "%s has %s replicas in %s, wanted are %d"
              .formatted(name, replicas, plan.datacenter(), plan.replicas()));
    }
    for (TableShape wanted : TableShape.all().values()) {
      Optional<TableMetadata> found = keyspace.getTable(CqlIdentifier.fromInternal(wanted.name()));
      if (found.isEmpty()) {
        differences.add("table " + wanted.name() + " is not there");
      } else {
        differences.addAll(wanted.differencesOf(shape(found.get())));
      }
    }
    if (keyspace.getTable("schema_version").isPresent()) {
      compareVersion(differences);
    }
  }

  private void compareVersion(List<String> differences) {
    int version = 0;
    for (Row row :
        session.execute("SELECT version FROM \"" + plan.keyspace() + "\".schema_version")) {
      version = Math.max(version, row.getInt("version"));
    }
    if (version != StoreSchema.VERSION) {
      differences.add(
          "keyspace %s has schema version %d, this build wants %d"
              .formatted(plan.keyspace(), version, StoreSchema.VERSION));
    }
  }

  private static TableShape shape(TableMetadata table) {
    Map<String, String> columns = new TreeMap<>();
    for (ColumnMetadata column : table.getColumns().values()) {
      columns.put(
          column.getName().asInternal(), TableShape.dense(column.getType().asCql(true, false)));
    }
    String partition = names(table.getPartitionKey());
    boolean isComposite = table.getPartitionKey().size() > 1;
    boolean isClustered = !table.getClusteringColumns().isEmpty();
    String key = isComposite || isClustered ? "(" + partition + ")" : partition;
    if (isClustered) {
      key += "," + names(table.getClusteringColumns().keySet());
    }
    return new TableShape(table.getName().asInternal(), columns, key);
  }

  private static String names(Collection<ColumnMetadata> columns) {
    return columns.stream()
        .map(column -> column.getName().asInternal())
        .collect(Collectors.joining(","));
  }

  private void compareRoles(List<String> differences) {
    compareRole(plan.writer(), plan.rightsOfWriter(), differences);
    compareRole(plan.reader(), plan.rightsOfReader(), differences);
  }

  private void compareRole(String user, Map<String, Set<String>> wanted, List<String> differences) {
    @Nullable Row role = null;
    for (Row row : session.execute("LIST ROLES")) {
      if (user.equals(row.getString("role"))) {
        role = row;
      }
    }
    if (role == null) {
      differences.add("user " + user + " is not there");
      return;
    }
    if (!role.getBoolean("login")) {
      differences.add("user " + user + " cannot log in");
    }
    if (role.getBoolean("super")) {
      differences.add("user " + user + " is a superuser, and may do everything");
    }
    Map<String, Set<String>> found;
    try {
      found = rightsOf(user);
    } catch (InvalidQueryException e) {
      differences.add(
          "this Cassandra has no authorizer, so that everybody may do everything (--without-roles"
              + " leaves this out)");
      return;
    }
    tell(user + " may not %s on %s", wanted, found, differences);
    tell(user + " may %s on %s, which is more than planned", found, wanted, differences);
  }

  /** A line for each right of the first that the second has not. */
  private static void tell(
      String words,
      Map<String, Set<String>> all,
      Map<String, Set<String>> without,
      List<String> differences) {
    all.forEach(
        (resource, rights) ->
            rights.stream()
                .filter(right -> !without.getOrDefault(resource, Set.of()).contains(right))
                .map(right -> ("user " + words).formatted(right, resource))
                .forEach(differences::add));
  }

  private Map<String, Set<String>> rightsOf(String user) {
    Map<String, Set<String>> rights = new TreeMap<>();
    for (Row row : session.execute("LIST ALL PERMISSIONS OF " + user)) {
      rights
          .computeIfAbsent(String.valueOf(row.getString("resource")), resource -> new TreeSet<>())
          .add(String.valueOf(row.getString("permission")));
    }
    return rights;
  }
}
