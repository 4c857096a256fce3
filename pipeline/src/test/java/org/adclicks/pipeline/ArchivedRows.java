package org.adclicks.pipeline;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Reads the archive as its readers do: by SQL over the Parquet files, each offset once. */
final class ArchivedRows {

  private ArchivedRows() {}

  static void awaitComplete(Path archive, long rows, Duration patience) {
    Await.until(
        () -> rows + " rows in the archive",
        patience,
        () -> {
          long found = distinctOffsets(archive);
          if (found > rows) {
            throw new AssertionError(found + " rows in the archive, not " + rows);
          }
          return found == rows;
        });
  }

  private static long distinctOffsets(Path archive) {
    String query =
        "SELECT count(*) FROM (SELECT DISTINCT topic, partition, \"offset\" FROM read_parquet('"
            + archive
            + "/*/*/*.parquet'))";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains("No files found")) {
        return 0;
      }
      throw new AssertionError(e);
    }
  }
}
