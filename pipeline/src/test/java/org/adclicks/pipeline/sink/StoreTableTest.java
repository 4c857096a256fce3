package org.adclicks.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.proto.store.StoreSchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is what the schema has: a column, or a dimension, forgotten on either side. */
class StoreTableTest {

  private static final Pattern NEW_TABLE =
      Pattern.compile("(?s)CREATE TABLE IF NOT EXISTS (\\w+) \\((.*)PRIMARY KEY \\((.*)");
  private static final Pattern ADDED =
      Pattern.compile("ALTER TABLE (\\w+) ADD IF NOT EXISTS (\\w+) .*");

  @ParameterizedTest
  @EnumSource(StoreTable.class)
  void writesColumnsOfTheSchemaAndItsWholeKey(StoreTable table) {
    assertThat(columns().get(table.cqlName()))
        .as(table.cqlName())
        .containsAll(table.columns().stream().map(Column::name).toList());
    assertThat(table.columns().stream().map(Column::name))
        .containsAll(keys().getOrDefault(table.cqlName(), List.of("?")));
  }

  private static Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new HashMap<>();
    for (String statement : statements()) {
      Matcher created = NEW_TABLE.matcher(statement);
      Matcher added = ADDED.matcher(statement);
      if (created.matches()) {
        columns.put(created.group(1), names(created.group(2)));
      } else if (added.matches()) {
        columns.computeIfAbsent(added.group(1), any -> new ArrayList<>()).add(added.group(2));
      }
    }
    return columns;
  }

  private static Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new HashMap<>();
    for (String statement : statements()) {
      Matcher created = NEW_TABLE.matcher(statement);
      if (created.matches()) {
        String key = created.group(3);
        String partition = key.substring(0, key.indexOf(')')).replace("(", "");
        String clustering = key.substring(key.indexOf(')') + 1);
        clustering =
            clustering.contains(")") ? clustering.substring(0, clustering.indexOf(')')) : "";
        List<String> names = new ArrayList<>();
        for (String name : (partition + clustering).split(",", -1)) {
          if (!name.isBlank()) {
            names.add(name.strip());
          }
        }
        keys.put(created.group(1), names);
      }
    }
    return keys;
  }

  private static List<String> names(String definitions) {
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("(?:^|,)\\s*(\\w+) [a-z]+").matcher(definitions);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  private static List<String> statements() {
    List<String> statements = new ArrayList<>();
    for (int version = StoreSchema.OLDEST; version <= StoreSchema.VERSION; version++) {
      statements.addAll(StoreSchema.statements(version));
    }
    return statements;
  }
}
