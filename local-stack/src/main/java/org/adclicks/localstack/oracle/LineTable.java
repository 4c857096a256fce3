package org.adclicks.localstack.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.GZIPInputStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The table {@code lines} while it is filled. A line that is not UTF-8 is taken as an empty one.
 */
final class LineTable implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final DuckDBAppender appender;

  private LineTable(DuckDBAppender appender) {
    this.appender = appender;
  }

  static LineTable of(Connection connection) throws SQLException {
    return new LineTable(
        connection
            .unwrap(DuckDBConnection.class)
            .createAppender(DuckDBConnection.DEFAULT_SCHEMA, "lines"));
  }

  void add(String line) throws SQLException {
    appender.beginRow();
    appender.append(withoutZeros(line));
    appender.endRow();
  }

  void addFile(Path file) throws IOException, SQLException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in =
            file.toString().endsWith(".gz") ? new GZIPInputStream(raw, BUFFER_BYTES) : raw) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int start = 0;
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            line.write(buffer, start, i - start);
            add(text(line));
            line.reset();
            start = i + 1;
          }
        }
        line.write(buffer, start, read - start);
      }
      if (line.size() > 0) {
        add(text(line));
      }
    }
  }

  private static String text(ByteArrayOutputStream line) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
      return withoutZeros(text);
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  /**
   * The line behind zeros and byte order marks; empty if there are zeros elsewhere, which no DuckDB
   * string holds and no click.
   */
  private static String withoutZeros(String line) {
    int start = 0;
    while (start < line.length() && "\0\uFEFF \t".indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    String rest = line.substring(start);
    return rest.indexOf('\0') < 0 ? rest : "";
  }

  @Override
  public void close() throws SQLException {
    appender.close();
  }
}
