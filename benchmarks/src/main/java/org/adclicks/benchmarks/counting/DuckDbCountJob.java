package org.adclicks.benchmarks.counting;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.adclicks.click.Scope;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * The same question in SQL: DuckDB over the same files, into a table in memory.
 *
 * <p>The clicks it is asked about have no click_id, so their identity is (ad_id, click_timestamp,
 * user_id, ip). Telling the result cell by cell is not part of its time.
 */
@CommandLine.Command(name = "duckdb-count")
public final class DuckDbCountJob implements Runnable {

  private static final String COUNT =
      """
      CREATE TEMP TABLE counted AS
      SELECT date_trunc('minute', click_timestamp) AS minute, ad_id, country, count(*) AS clicks
      FROM (
        SELECT DISTINCT ad_id, click_timestamp, user_id, ip, country
        FROM read_parquet('%s/*/*/*.parquet', hive_partitioning = false))
      GROUP BY ALL""";

  private static final String CELLS =
      "SELECT epoch_ms(minute), ad_id, country, clicks FROM counted";

  @Mixin private BatchJobOptions job;

  public static void main(String[] args) {
    System.exit(new CommandLine(new DuckDbCountJob()).execute(args));
  }

  @Override
  public void run() {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + job.parallelism());
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET preserve_insertion_order = false");
      Counted.begin();
      statement.execute(COUNT.formatted(job.archive()));
      Counted.touch();
      try (ResultSet cells = statement.executeQuery(CELLS)) {
        while (cells.next()) {
          Counted.add(
              cells.getLong(1),
              cells.getString(2),
              Scope.narrowest(cells.getString(3)),
              cells.getLong(4));
        }
      }
      System.out.println(Counted.result());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
