package org.adclicks.benchmarks.kept;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * What the archive has, read by DuckDB.
 *
 * @param offsets of the rows
 * @param twice rows that stand there once more, as they may after a restart (decision 0007)
 */
public record Archived(Offsets offsets, long twice) {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final String ROWS =
      "SELECT \"partition\", \"offset\" FROM read_parquet('%s/*/*/*.parquet', hive_partitioning ="
          + " false)";

  /** Waits until it has all of these, for some minutes: what is there by then. */
  public static Archived complete(Path archive, Offsets expected) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Archived found = in(archive);
    while (expected.missing(found.offsets()) > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      found = in(archive);
    }
    return found;
  }

  private static Archived in(Path archive) {
    Offsets offsets = new Offsets();
    long rows = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(ROWS.formatted(archive.toString().replace("'", "''")))) {
      while (row.next()) {
        offsets.add(row.getInt(1), row.getLong(2));
        rows++;
      }
    } catch (SQLException e) {
      throw new BenchmarkFailure("the archive cannot be read: " + e.getMessage(), e);
    }
    return new Archived(offsets, rows - offsets.count());
  }
}
