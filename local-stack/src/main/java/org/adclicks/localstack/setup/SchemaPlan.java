package org.adclicks.localstack.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.adclicks.proto.store.StoreSchema;

/**
 * The keyspace the system wants of Cassandra, and the two users it comes as.
 *
 * @param replicas of each row, in the datacenter
 * @param writer as who the job comes: writes what it counts, and reads what it adds up again
 * @param reader as who the service comes: reads
 */
public record SchemaPlan(
    String keyspace, String datacenter, int replicas, String writer, String reader) {

  /** What tells which steps were applied is none of the job's business. */
  private static final Set<String> NOT_WRITTEN = Set.of("schema_version");

  /**
   * Minutes are made into hours, and hours into days, from the rows that are there; no list may
   * lack what the one that is there has; and what the archive says is compared with all the others.
   */
  private static final Set<String> READ_BACK =
      Set.of(
          "cells",
          "cells_by_hour",
          "click_hours",
          "clicks_by_minute",
          "counted_hours",
          "counted_spans",
          "leaderboards",
          "leaderboards_by_five_minutes",
          "minutes",
          "progress",
          "recomputes",
          "restated_hours",
          "top_ads");

  static final String SELECT = "SELECT";
  static final String MODIFY = "MODIFY";

  /** Rights by resource, as Cassandra names it when asked for them. */
  Map<String, Set<String>> rightsOfWriter() {
    Map<String, Set<String>> rights = new TreeMap<>();
    for (String table : TableShape.all().keySet()) {
      if (!NOT_WRITTEN.contains(table)) {
        Set<String> ofTable = new TreeSet<>(Set.of(MODIFY));
        if (READ_BACK.contains(table)) {
          ofTable.add(SELECT);
        }
        rights.put("<table " + keyspace + "." + table + ">", ofTable);
      }
    }
    return rights;
  }

  Map<String, Set<String>> rightsOfReader() {
    return Map.of("<keyspace " + keyspace + ">", Set.of(SELECT));
  }

  /** The statements that make the keyspace, in order. */
  public List<String> statements() {
    List<String> statements = new ArrayList<>();
    statements.add(StoreSchema.keyspace(keyspace, datacenter, replicas));
    statements.add("USE \"" + keyspace + "\"");
    statements.add(StoreSchema.VERSION_TABLE);
    for (int version = StoreSchema.OLDEST; version <= StoreSchema.VERSION; version++) {
      statements.addAll(StoreSchema.statements(version));
      statements.add(StoreSchema.remembering(version));
    }
    return statements;
  }

  /**
   * The statements that make both users, without passwords, so that nobody can come as them yet.
   */
  public List<String> roleStatements() {
    List<String> statements = new ArrayList<>();
    for (String user : List.of(writer, reader)) {
      statements.add("CREATE ROLE IF NOT EXISTS " + user + " WITH LOGIN = true");
    }
    rightsOfWriter().forEach((resource, rights) -> grant(rights, resource, writer, statements));
    rightsOfReader().forEach((resource, rights) -> grant(rights, resource, reader, statements));
    return statements;
  }

  private static void grant(
      Set<String> rights, String resource, String user, List<String> statements) {
    String[] words = resource.substring(1, resource.length() - 1).split(" ", 2);
    String name = words[1].replaceAll("(\\w+)", "\"$1\"");
    for (String right : rights) {
      statements.add(
          "GRANT "
              + right
              + " ON "
              + words[0].toUpperCase(Locale.ROOT)
              + " "
              + name
              + " TO "
              + user);
    }
  }
}
