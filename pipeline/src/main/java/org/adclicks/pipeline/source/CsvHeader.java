package org.adclicks.pipeline.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A CSV file's first line where it names the columns, in any order and perhaps with others between
 * them: puts the file's records into the order the parser knows.
 */
final class CsvHeader {

  private static final List<String> COLUMNS =
      List.of("ad_id", "click_timestamp", "user_id", "ip", "country", "click_id");
  private static final int REQUIRED = 5;
  // More fields than a click has: the parser rejects the record and shows it as it stood.
  private static final byte[] MISFIT = ",,,,,,".getBytes(StandardCharsets.US_ASCII);

  /** For each canonical column, which of the file's it is. */
  private final int[] sources;

  private final int width;

  private CsvHeader(int[] sources, int width) {
    this.sources = sources;
    this.width = width;
  }

  /** The header this line is, or nothing if it does not name all five columns a click needs. */
  static Optional<CsvHeader> of(byte[] line) {
    List<String> names = new ArrayList<>();
    for (Field field : fields(line)) {
      String name = new String(line, field.start(), field.length(), StandardCharsets.UTF_8);
      names.add(name.replace("\"", "").strip().toLowerCase(Locale.ROOT));
    }
    int known = names.contains(COLUMNS.get(REQUIRED)) ? COLUMNS.size() : REQUIRED;
    int[] sources = new int[known];
    for (int i = 0; i < known; i++) {
      sources[i] = names.indexOf(COLUMNS.get(i));
      if (sources[i] < 0 || sources[i] != names.lastIndexOf(COLUMNS.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(new CsvHeader(sources, names.size()));
  }

  /** Whether the file's columns are the canonical ones already. */
  boolean isCanonical() {
    if (width != sources.length) {
      return false;
    }
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] != i) {
        return false;
      }
    }
    return true;
  }

  /**
   * The record in canonical order; one of another width comes out as a record the parser rejects.
   */
  byte[] toCanonical(byte[] line) {
    List<Field> fields = fields(line);
    ByteArrayOutputStream canonical = new ByteArrayOutputStream(line.length + MISFIT.length);
    if (fields.size() != width) {
      canonical.writeBytes(line);
      canonical.writeBytes(MISFIT);
      return canonical.toByteArray();
    }
    for (int i = 0; i < sources.length; i++) {
      if (i > 0) {
        canonical.write(',');
      }
      Field field = fields.get(sources[i]);
      canonical.write(line, field.start(), field.length());
    }
    return canonical.toByteArray();
  }

  private static List<Field> fields(byte[] line) {
    List<Field> fields = new ArrayList<>();
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '"') {
        quoted = !quoted;
      } else if (line[i] == ',' && !quoted) {
        fields.add(new Field(start, i - start));
        start = i + 1;
      }
    }
    fields.add(new Field(start, line.length - start));
    return fields;
  }

  private record Field(int start, int length) {}

  @Override
  public String toString() {
    return "CsvHeader" + Arrays.toString(sources);
  }
}
