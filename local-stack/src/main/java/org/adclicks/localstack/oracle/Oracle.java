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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every answer must be, by SQL (DuckDB, in memory) over the raw lines.
 *
 * <p>Assumes of its input: a line is one JSON object or one CSV record (ad_id, click_timestamp,
 * user_id, ip, country and perhaps click_id) in this order; ips are spelled canonically; nothing is
 * too late. A line that plainly is no click (no JSON, an id missing, empty, too long or with what
 * cannot be seen, a timestamp unreadable, before the year 2000 or more than five minutes ahead of
 * now, no ip, a country that is no text) is left out; the finer points of bad input are not its
 * business, so such lines are kept from it.
 *
 * <p>A country is known by its two or three letters (XK, UK and EL too) in either case; all other
 * clicks are of ZZ.
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

  /**
   * The same, but lines of one click may name several countries: which of them it counts in is
   * open, so only what is asked without a country has one right answer, and what is asked of clicks
   * whose lines agree.
   */
  public static Oracle loadOfSeveralCountries(Path file) {
    return load(lines -> lines.addFile(file), "ip");
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

  /** Every cell with a click, by minute, ad and scope. */
  public List<Cell> cells() {
    return rows(
        """
        SELECT minute, ad_id, %s AS scope, count(*) FROM clicks
        GROUP BY ALL ORDER BY minute, ad_id, scope"""
            .formatted(Scopes.keyInSql()),
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

  /** The n ads with most clicks from..to in a scope. */
  public List<AdCount> top(long fromMillis, long toMillis, String scope, int n) {
    return top(Question.of(fromMillis, toMillis).withScope(scope), n);
  }

  /**
   * The top n of every scope over every window of this length that ends at a multiple of the step
   * and holds a click. Length and step of a minute each: the leaderboards of all minutes.
   */
  public List<TopList> topOfWindows(long lengthMillis, long stepMillis, int n) {
    Map<String, TopList> lists = new LinkedHashMap<>();
    rows(
        """
        WITH placed AS (
          SELECT unnest(range((click_timestamp // %1$d + 1) * %1$d, click_timestamp + %2$d + 1, %1$d)) AS window_end,
            ad_id, %4$s
          FROM clicks),
        scoped AS (
          %5$s),
        counted AS (SELECT scope, window_end, ad_id, count(*) AS clicks FROM scoped GROUP BY ALL),
        ranked AS (
          SELECT *, sum(clicks) OVER (PARTITION BY scope, window_end) AS total,
            row_number() OVER (PARTITION BY scope, window_end ORDER BY clicks DESC, ad_id) AS place
          FROM counted)
        SELECT scope, window_end, total, ad_id, clicks FROM ranked WHERE place <= %3$d
        ORDER BY window_end, scope, place"""
            .formatted(stepMillis, lengthMillis, n, Scopes.columns(), scoped()),
        row -> {
          String scope = row.getString(1);
          long end = row.getLong(2);
          long total = row.getLong(3);
          AdCount next = new AdCount(row.getString(4), row.getLong(5));
          return lists.merge(
              scope + end, new TopList(scope, end, total, List.of(next)), Oracle::concatenated);
        });
    return List.copyOf(lists.values());
  }

  /** Each click once for every scope it counts in. */
  private static String scoped() {
    return Scopes.keysInSql().stream()
        .map(key -> "SELECT " + key + " AS scope, window_end, ad_id FROM placed")
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static TopList concatenated(TopList list, TopList tail) {
    List<AdCount> ads = new ArrayList<>(list.ads());
    ads.addAll(tail.ads());
    return new TopList(list.scope(), list.windowEndMillis(), list.totalClicks(), ads);
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

  /** Every scope with a click but that of all. */
  public List<String> scopes() {
    return rows(
            "SELECT DISTINCT " + Scopes.keyInSql() + " FROM clicks ORDER BY 1",
            row -> row.getString(1))
        .stream()
        .flatMap(scope -> Scopes.narrowed(scope).stream())
        .distinct()
        .toList();
  }

  /** Every minute with a click. */
  public List<Long> minutes() {
    return rows("SELECT DISTINCT minute FROM clicks ORDER BY 1", row -> row.getLong(1));
  }

  /** Some of the clicks, always the same ones, spread over all of them. */
  public List<SampleClick> sample(int n) {
    return rows(
        """
        SELECT ad_id, click_timestamp, user_id, ip, %s FROM clicks
        ORDER BY md5(concat_ws('|', user_id, ip, ad_id, click_timestamp)) LIMIT %d"""
            .formatted(Scopes.keyInSql(), n),
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
    return load(source, "ip, " + Scopes.columns());
  }

  /** All lines of one click have the same in these columns, besides ad, time and user. */
  private static Oracle load(LineSource source, String sameColumns) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
        statement.execute("CREATE TABLE lines (line VARCHAR)");
        try (LineTable lines = LineTable.of(connection)) {
          source.addTo(lines);
        }
        statement.execute(
            "CREATE TABLE countries AS SELECT * FROM (VALUES "
                + countryCodes()
                + ") AS named (name, code)");
        statement.execute(script());
      }
      Oracle oracle = new Oracle(connection);
      long contradictions =
          oracle.number(
              """
              SELECT count(*) FROM (SELECT identity FROM good GROUP BY identity
                HAVING count(DISTINCT (ad_id, click_timestamp, user_id, %s)) > 1)"""
                  .formatted(sameColumns));
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

  /** ('GB', 'GB'), ('GBR', 'GB'), ... */
  private static String countryCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (String code : Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2)) {
      codes.put(code, code);
      codes.put(new Locale("", code).getISO3Country(), code);
    }
    codes.putAll(Map.of("XK", "XK", "XKX", "XK", "UK", "GB", "EL", "GR"));
    return codes.entrySet().stream()
        .map(code -> "('" + code.getKey() + "','" + code.getValue() + "')")
        .collect(Collectors.joining(","));
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
    question.fields().keySet().forEach(field -> sql.append(" AND ").append(field).append(" = ?"));
    return sql.toString();
  }

  private static void bind(PreparedStatement statement, Question question) throws SQLException {
    int index = 1;
    statement.setLong(index++, question.fromMillis());
    statement.setLong(index++, question.toMillis());
    for (String value : question.fields().values()) {
      statement.setString(index++, value);
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
