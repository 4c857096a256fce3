package org.adclicks.localstack.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every answer must be, by SQL (DuckDB, in memory) over the raw lines.
 *
 * <p>Assumes of its input: a line is one JSON object or one CSV record (ad_id, click_timestamp,
 * user_id, ip, country and perhaps click_id); countries are upper case and ips spelled canonically;
 * nothing is too late and nothing ahead of its time. A line its SQL can make nothing of (no JSON, a
 * field missing or empty, a timestamp unreadable, a country not two letters) is left out; the finer
 * points of bad input are not its business, so such lines are kept from it.
 *
 * <p>Lines with the same click_id, or without one and with the same ad_id, click_timestamp, user_id
 * and ip, are one click.
 *
 * <p>Units: milliseconds since 1970. Errors: {@link IllegalArgumentException} where two different
 * clicks of the input have the same identity, as no answer would be right.
 */
public final class Oracle implements AutoCloseable {

  private final Connection connection;

  private Oracle(Connection connection) {
    this.connection = connection;
  }

  /** Reads files of lines; those ending in {@code .gz} are unzipped. */
  public static Oracle load(Path... files) {
    return load(
        lines -> {
          for (Path file : files) {
            lines.addFile(file);
          }
        });
  }

  /** Takes the lines as they are. */
  public static Oracle loadLines(Iterable<String> given) {
    return load(
        lines -> {
          for (String line : given) {
            lines.add(line);
          }
        });
  }

  /** Every cell with a click, by minute, ad and country. */
  public List<Cell> cells() {
    return rows(
        """
        SELECT minute, ad_id, country, count(*) FROM clicks
        GROUP BY ALL ORDER BY minute, ad_id, country""",
        row -> new Cell(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)));
  }

  /** How many clicks there are to the question. */
  public long count(Question question) {
    return rows("SELECT count(*) FROM clicks" + where(question), row -> row.getLong(1), question)
        .get(0);
  }

  /** The n ads with most clicks, equal ones by the bytes of their ids. */
  public List<AdCount> top(Question question, int n) {
    return rows(
        "SELECT ad_id, count(*) AS clicks FROM clicks"
            + where(question)
            + " GROUP BY ad_id ORDER BY clicks DESC, ad_id LIMIT "
            + n,
        row -> new AdCount(row.getString(1), row.getLong(2)),
        question);
  }

  /** The n ads with most clicks from..to, from everywhere or from one country. */
  public List<AdCount> top(long fromMillis, long toMillis, @Nullable String country, int n) {
    return top(Question.of(fromMillis, toMillis).withCountry(country), n);
  }

  /** One ad's clicks from..to. */
  public long count(String adId, long fromMillis, long toMillis) {
    return count(Question.of(fromMillis, toMillis).withAd(adId));
  }

  /** Different clicks. */
  public long clicks() {
    return number("SELECT count(*) FROM clicks");
  }

  /** Good lines that repeat a click. */
  public long duplicates() {
    return number("SELECT (SELECT count(*) FROM good) - (SELECT count(*) FROM clicks)");
  }

  /** Lines that are no click as far as this SQL can tell. */
  public long unusable() {
    return number("SELECT (SELECT count(*) FROM lines) - (SELECT count(*) FROM good)");
  }

  /** Every ad with a click. */
  public List<String> ads() {
    return rows("SELECT DISTINCT ad_id FROM clicks ORDER BY 1", row -> row.getString(1));
  }

  /** Every country with a click. */
  public List<String> countries() {
    return rows("SELECT DISTINCT country FROM clicks ORDER BY 1", row -> row.getString(1));
  }

  /** Every minute with a click. */
  public List<Long> minutes() {
    return rows("SELECT DISTINCT minute FROM clicks ORDER BY 1", row -> row.getLong(1));
  }

  /** Some of the clicks, always the same ones, spread over all of them. */
  public List<SampleClick> sample(int n) {
    return rows(
        """
        SELECT ad_id, click_timestamp, user_id, ip, country FROM clicks
        ORDER BY md5(concat_ws('|', user_id, ip, ad_id, click_timestamp)) LIMIT\s"""
            + n,
        row ->
            new SampleClick(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5)));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Oracle load(LineSource source) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
        statement.execute("CREATE TABLE lines (line VARCHAR)");
        try (LineTable lines = LineTable.of(connection)) {
          source.addTo(lines);
        }
        statement.execute(script());
      }
      Oracle oracle = new Oracle(connection);
      long contradictions =
          oracle.number(
              """
              SELECT count(*) FROM (SELECT identity FROM good GROUP BY identity
                HAVING count(DISTINCT (ad_id, click_timestamp, user_id, ip, country)) > 1)""");
      if (contradictions > 0) {
        oracle.close();
        throw new IllegalArgumentException(
            contradictions + " identities stand for more than one click");
      }
      return oracle;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String script() throws IOException {
    try (var in = Oracle.class.getResourceAsStream("oracle.sql")) {
      if (in == null) {
        throw new IllegalStateException("oracle.sql is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String where(Question question) {
    StringBuilder sql = new StringBuilder(" WHERE click_timestamp >= ? AND click_timestamp < ?");
    if (question.adId() != null) {
      sql.append(" AND ad_id = ?");
    }
    if (question.country() != null) {
      sql.append(" AND country = ?");
    }
    if (question.userId() != null) {
      sql.append(" AND user_id = ?");
    }
    if (question.ip() != null) {
      sql.append(" AND ip = ?");
    }
    return sql.toString();
  }

  private static void bind(PreparedStatement statement, Question question) throws SQLException {
    int index = 1;
    statement.setLong(index++, question.fromMillis());
    statement.setLong(index++, question.toMillis());
    for (String value :
        new @Nullable String[] {
          question.adId(), question.country(), question.userId(), question.ip()
        }) {
      if (value != null) {
        statement.setString(index++, value);
      }
    }
  }

  private long number(String sql) {
    return rows(sql, row -> row.getLong(1)).get(0);
  }

  private <T> List<T> rows(String sql, RowReader<T> reader) {
    return rows(sql, reader, null);
  }

  private synchronized <T> List<T> rows(
      String sql, RowReader<T> reader, @Nullable Question question) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (question != null) {
        bind(statement, question);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  private interface LineSource {
    void addTo(LineTable lines) throws IOException, SQLException;
  }
}
