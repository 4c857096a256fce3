package org.adclicks.localstack.setup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.proto.store.StoreSchema;

/**
 * What a table of the store is to look like: its columns with their types, and its key.
 *
 * @param columns name to type, as CQL without blanks
 * @param key as CQL without blanks, such as {@code (bucket,hour),ad_id}
 */
record TableShape(String name, Map<String, String> columns, String key) {

  private static final Pattern CREATE =
      Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+) \\((.*)\\)(?: WITH .*)?", Pattern.DOTALL);
  private static final Pattern KEY =
      Pattern.compile("(.*),\\s*PRIMARY KEY \\((.*)\\)\\s*", Pattern.DOTALL);
  private static final Pattern KEY_IN_COLUMN =
      Pattern.compile("\\s*(\\w+) (\\w+) PRIMARY KEY(.*)", Pattern.DOTALL);
  private static final Pattern ADD =
      Pattern.compile("ALTER TABLE (\\w+) ADD (?:IF NOT EXISTS )?(\\w+) (.+)", Pattern.DOTALL);

  /** How long rows stay is no part of a table's shape. */
  private static final Pattern TIME_TO_LIVE =
      Pattern.compile("ALTER TABLE \\w+ WITH default_time_to_live = \\d+");

  private static final Pattern DROP = Pattern.compile("DROP TABLE IF EXISTS (\\w+)");

  TableShape {
    columns = Map.copyOf(columns);
  }

  /**
   * Of all tables, by name, as the steps of this build leave them.
   *
   * @throws IllegalStateException for a statement of a form that is not known here
   */
  static Map<String, TableShape> all() {
    Map<String, TableShape> tables = new TreeMap<>();
    List<String> statements = new ArrayList<>(List.of(StoreSchema.VERSION_TABLE));
    for (int version = StoreSchema.OLDEST; version <= StoreSchema.VERSION; version++) {
      statements.addAll(StoreSchema.statements(version));
    }
    statements.forEach(statement -> apply(statement, tables));
    return tables;
  }

  private static void apply(String statement, Map<String, TableShape> tables) {
    Matcher create = CREATE.matcher(statement);
    Matcher add = ADD.matcher(statement);
    Matcher drop = DROP.matcher(statement);
    if (create.matches()) {
      TableShape table = created(create.group(1), create.group(2));
      tables.put(table.name(), table);
    } else if (add.matches() && tables.containsKey(add.group(1))) {
      tables.computeIfPresent(
          add.group(1), (name, table) -> table.with(add.group(2), dense(add.group(3))));
    } else if (drop.matches()) {
      tables.remove(drop.group(1));
    } else if (!TIME_TO_LIVE.matcher(statement).matches()) {
      throw new IllegalStateException("the schema has a statement of another form: " + statement);
    }
  }

  private static TableShape created(String name, String body) {
    Matcher keyLast = KEY.matcher(body);
    if (keyLast.matches()) {
      return new TableShape(name, columns(keyLast.group(1)), dense(keyLast.group(2)));
    }
    Matcher keyFirst = KEY_IN_COLUMN.matcher(body);
    if (keyFirst.matches()) {
      String column = keyFirst.group(1);
      return new TableShape(
          name, columns(column + " " + keyFirst.group(2) + keyFirst.group(3)), column);
    }
    throw new IllegalStateException("table " + name + " has no key in a form that is known");
  }

  /** Splits at commas outside of angle brackets. */
  private static Map<String, String> columns(String text) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String column : text.split(",(?![^<]*>)", -1)) {
      String[] words = column.strip().split("\\s+", 2);
      columns.put(words[0], dense(words[1]));
    }
    return columns;
  }

  private TableShape with(String column, String type) {
    Map<String, String> more = new TreeMap<>(columns);
    more.put(column, type);
    return new TableShape(name, more, key);
  }

  static String dense(String cql) {
    return cql.replaceAll("\\s+", "");
  }

  /** How another table differs from this one, a line each. */
  List<String> differencesOf(TableShape other) {
    List<String> differences = new ArrayList<>();
    new TreeMap<>(columns)
        .forEach(
            (column, type) -> {
              String found = other.columns().get(column);
              if (found == null) {
                differences.add("table %s has no column %s".formatted(name, column));
              } else if (!found.equals(type)) {
                differences.add(
                    "table %s has %s of type %s, wanted is %s"
                        .formatted(name, column, found, type));
              }
            });
    new TreeMap<>(other.columns())
        .keySet().stream()
            .filter(column -> !columns.containsKey(column))
            .map(column -> "table %s has a column %s too many".formatted(name, column))
            .forEach(differences::add);
    if (!key.equals(other.key())) {
      differences.add(
          "table %s has the key (%s), wanted is (%s)".formatted(name, other.key(), key));
    }
    return differences;
  }
}
