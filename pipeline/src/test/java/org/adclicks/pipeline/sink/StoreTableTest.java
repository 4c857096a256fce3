package org.adclicks.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.click.Dimension;
import org.adclicks.proto.store.StoreSchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what the schema has: a column, or a dimension, forgotten on either side. */
class StoreTableTest {

  private static final Pattern CREATED =
      Pattern.compile("(?s)CREATE TABLE IF NOT EXISTS (\\w+) \\((.*)");
  private static final Pattern ADDED =
      Pattern.compile("ALTER TABLE (\\w+) ADD IF NOT EXISTS (\\w+) .*");
  private static final Pattern COLUMN = Pattern.compile("(?:^|,)\\s*(\\w+) [a-z]+");
  private static final Pattern WHOLE_KEY =
      Pattern.compile("(\\w+) \\w+ PRIMARY KEY|PRIMARY KEY \\(\\(([^)]*)\\)([^)]*)\\)");

  @ParameterizedTest
  @EnumSource(StoreTable.class)
  void writesColumnsOfTheSchemaAndItsWholeKey(StoreTable table) {
    assertThat(columns().get(table.cqlName()))
        .as(table.cqlName())
        .containsAll(table.columns().stream().map(Column::name).toList());
    assertThat(table.columns().stream().map(Column::name))
        .containsAll(keys().getOrDefault(table.cqlName(), List.of("?")));
  }

  /** Or the cells of two values of it would be one row. */
  @ParameterizedTest
  @ValueSource(strings = {"cells", "cells_by_hour", "cells_by_day"})
  void everyDimensionIsPartOfACellsKey(String table) {
    assertThat(keys().getOrDefault(table, List.of()))
        .containsSubsequence(Dimension.ALL.stream().map(Dimension::fieldName).toList());
  }

  private static Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new HashMap<>();
    for (String statement : statements()) {
      Matcher created = CREATED.matcher(statement);
      Matcher added = ADDED.matcher(statement);
      if (created.matches()) {
        columns.put(
            created.group(1),
            COLUMN.matcher(created.group(2)).results().map(name -> name.group(1)).toList());
      } else if (added.matches()) {
        List<String> more = new ArrayList<>(columns.getOrDefault(added.group(1), List.of()));
        more.add(added.group(2));
        columns.put(added.group(1), more);
      }
    }
    return columns;
  }

  private static Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new HashMap<>();
    for (String statement : statements()) {
      Matcher created = CREATED.matcher(statement);
      if (created.matches()) {
        Matcher key = WHOLE_KEY.matcher(created.group(2));
        assertThat(key.find()).as(statement).isTrue();
        String names = key.group(1) != null ? key.group(1) : key.group(2) + key.group(3);
        keys.put(
            created.group(1),
            List.of(names.replaceFirst("^ *,", "").strip().split("\\s*,\\s*", -1)));
      }
    }
    return keys;
  }

  private static List<String> statements() {
    List<String> statements = new ArrayList<>();
    for (int version = StoreSchema.OLDEST; version <= StoreSchema.VERSION; version++) {
      statements.addAll(StoreSchema.statements(version));
    }
    return statements;
  }
}
