package org.adclicks.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of figures under one title. */
public final class Table {

  private final String title;
  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String title, List<String> columns) {
    this.title = title;
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds a row, a cell per column.
   *
   * @throws IllegalArgumentException for more or fewer cells
   */
  public Table row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          title + " has " + columns.size() + " columns, not " + cells.length);
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  String title() {
    return title;
  }

  List<String> columns() {
    return columns;
  }

  List<List<String>> rows() {
    return rows;
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append(title).append("\n\n");
    line(text, columns);
    text.append("|---".repeat(columns.size())).append("|\n");
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
