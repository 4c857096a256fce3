package org.adclicks.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a benchmark found: machine, commit and versions, date, command, tables, single
 * figures and remarks.
 */
public final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String name;
  private final String command;
  private final LocalDate date = LocalDate.now(Clock.systemUTC());
  private final Map<String, String> machine = Machine.describe();
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final List<Table> tables = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  public Report(String name, String command) {
    this.name = name;
    this.command = command;
    versions.put("adclicks", Commit.current());
  }

  /** Names the version of what was measured. */
  public Report version(String of, String version) {
    versions.put(of, version);
    return this;
  }

  /** Begins a table. */
  public Table table(String title, String... columns) {
    Table table = new Table(title, List.of(columns));
    tables.add(table);
    return table;
  }

  /** One figure for scripts, with its unit in its name. */
  public Report figure(String nameWithUnit, double value) {
    figures.put(nameWithUnit, value);
    return this;
  }

  /** A sentence a reader of the figures needs. */
  public Report remark(String sentence) {
    remarks.add(sentence);
    return this;
  }

  /** The section of this benchmark, under a heading of its name. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("## bench ").append(name).append("\n\n");
    text.append("`").append(command).append("` on ").append(date).append("; ");
    text.append(joined(machine)).append(".\n");
    text.append("Versions: ").append(joined(versions)).append(".\n");
    for (Table table : tables) {
      text.append("\n").append(table.toMarkdown());
    }
    if (!figures.isEmpty()) {
      text.append("\n");
      figures.forEach(
          (figure, value) ->
              text.append("- ").append(figure).append(": ").append(number(value)).append("\n"));
    }
    if (!remarks.isEmpty()) {
      text.append("\n");
      remarks.forEach(remark -> text.append(remark).append("\n"));
    }
    return text.toString();
  }

  /** Writes NAME.json and NAME.md into a folder. */
  public void write(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(name + ".md"), toMarkdown());
      Files.writeString(directory.resolve(name + ".json"), JSON.writeValueAsString(toJson()));
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written to " + directory, e);
    }
  }

  /** Puts the section in the place of the one before, or at the end of the file. */
  public void writeSection(Path file) {
    try {
      String before = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
      Files.writeString(file, Sections.replace(before, "## bench " + name, toMarkdown()));
    } catch (IOException e) {
      throw new UncheckedIOException("the section cannot be written to " + file, e);
    }
  }

  private ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", name).put("command", command).put("date", date.toString());
    machine.forEach(json.putObject("machine")::put);
    versions.forEach(json.putObject("versions")::put);
    ObjectNode values = json.putObject("figures");
    figures.forEach(values::put);
    ArrayNode all = json.putArray("tables");
    for (Table table : tables) {
      ObjectNode one = all.addObject();
      one.put("title", table.title());
      ArrayNode rows = one.putArray("rows");
      for (List<String> cells : table.rows()) {
        ObjectNode row = rows.addObject();
        for (int i = 0; i < cells.size(); i++) {
          row.put(table.columns().get(i), cells.get(i));
        }
      }
    }
    remarks.forEach(json.putArray("remarks")::add);
    return json;
  }

  private static String joined(Map<String, String> facts) {
    List<String> parts = new ArrayList<>();
    facts.forEach((fact, value) -> parts.add(fact + " " + value));
    return String.join(", ", parts);
  }

  /** Three significant digits, thousands apart. */
  public static String number(double value) {
    double magnitude = Math.abs(value);
    if (magnitude >= 100) {
      return String.format("%,.0f", value);
    }
    return magnitude >= 10 ? String.format("%.1f", value) : String.format("%.2f", value);
  }
}
