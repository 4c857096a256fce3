package org.adclicks.proto.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The store's schema as numbered steps of CQL, to be applied in order, each once, within one
 * keyspace.
 */
public final class StoreSchema {

  /** The version this build reads and writes. */
  public static final int VERSION = 10;

  /**
   * The oldest version that can be brought up to {@link #VERSION}. An older store, of builds before
   * the first release, has to be filled anew.
   */
  public static final int OLDEST = 4;

  /** The row of the {@code progress} table that the stream job keeps. */
  public static final String STREAM_PIPELINE = "stream";

  /**
   * How far apart the stretches of {@code counted_spans} are at least: a longer time without
   * clicks, over which progress jumps, was not counted; longer than queues keep clicks. In
   * milliseconds.
   */
  public static final long STRETCH_GAP_MILLIS = 31 * Periods.DAY_MILLIS;

  /** Names in {@code counted_spans.kept_from}: the minutes' cells. */
  public static final String KEPT_CELLS = "cells";

  /** Likewise: cells of hours and days. */
  public static final String KEPT_ROLL_UPS = "rollups";

  /** Likewise: the lists of five minutes. */
  public static final String KEPT_FIVE_MINUTES = "five_minutes";

  /** Likewise: that the stretch tells by itself through when it is FINAL. */
  public static final String KEPT_FINAL = "final";

  /** Remembers which versions were applied; created before the first of them. */
  public static final String VERSION_TABLE =
      "CREATE TABLE IF NOT EXISTS schema_version (version int PRIMARY KEY, applied timestamp)";

  private static final List<String> STEPS =
      List.of(
          "004_initial.cql",
          "005_kept.cql",
          "006_click_blocks.cql",
          "007_restated.cql",
          "008_open.cql",
          "009_click_days.cql",
          "010_final.cql");

  private StoreSchema() {}

  /** The keyspace all steps are applied in. */
  public static String keyspace(String name, String datacenter, int replicas) {
    return "CREATE KEYSPACE IF NOT EXISTS \"%s\" WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}"
        .formatted(name, datacenter, replicas);
  }

  /** What is to be executed after the statements of a version. */
  public static String remembering(int version) {
    return "INSERT INTO schema_version (version, applied) VALUES ("
        + version
        + ", toTimestamp(now()))";
  }

  /**
   * The statements of one version, {@link #OLDEST} to {@link #VERSION}, without their semicolons.
   */
  public static List<String> statements(int version) {
    String name = STEPS.get(version - OLDEST);
    try (InputStream resource = StoreSchema.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("schema step " + name + " is not on the class path");
      }
      String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      List<String> statements = new ArrayList<>();
      for (String part : text.replaceAll("(?m)^--.*$", "").split(";", -1)) {
        if (!part.isBlank()) {
          statements.add(part.strip());
        }
      }
      return statements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
