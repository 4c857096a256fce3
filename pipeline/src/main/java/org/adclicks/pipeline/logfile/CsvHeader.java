package org.adclicks.pipeline.logfile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.adclicks.click.line.LineStart;

/**
 * A CSV line that names the columns of those behind it, in any order and perhaps with others
 * between them: puts records into the order the parser knows. Without a column of countries they
 * are not known.
 */
final class CsvHeader {

  private static final List<String> COLUMNS =
      List.of("ad_id", "click_timestamp", "user_id", "ip", "country", "click_id");
  // Without these two names a line is a record, if a bad one.
  private static final List<String> TELLING = COLUMNS.subList(0, 2);
  private static final int COUNTRY = 4;
  private static final int CLICK_ID = 5;
  // More fields than a click has: the parser rejects the record and shows it as it stood.
  private static final byte[] MISFIT = ",,,,,,".getBytes(StandardCharsets.US_ASCII);

  /** For each canonical column, which of the file's it is; -1 for none. */
  private final int[] sources;

  private final int width;

  private CsvHeader(int[] sources, int width) {
    this.sources = sources;
    this.width = width;
  }

  /** The header this line is, or nothing if it is none. */
  static Optional<CsvHeader> of(byte[] line) {
    List<String> names = new ArrayList<>();
    for (Field field : fields(line)) {
      String name = new String(line, field.start(), field.length(), StandardCharsets.UTF_8);
      names.add(name.replace("\"", "").strip().toLowerCase(Locale.ROOT));
    }
    if (!names.containsAll(TELLING)) {
      return Optional.empty();
    }
    int[] sources = new int[names.contains(COLUMNS.get(CLICK_ID)) ? CLICK_ID + 1 : CLICK_ID];
    for (int i = 0; i < sources.length; i++) {
      int first = names.indexOf(COLUMNS.get(i));
      boolean isOne = first == names.lastIndexOf(COLUMNS.get(i)) && (first >= 0 || i == COUNTRY);
      if (!isOne) {
        return Optional.of(new CsvHeader(new int[0], names.size()));
      }
      sources[i] = first;
    }
    return Optional.of(new CsvHeader(sources, names.size()));
  }

  /** Whether each column that a click needs is named once. */
  boolean isComplete() {
    return sources.length > 0;
  }

  /** Whether the file's columns are the canonical ones already. */
  boolean isCanonical() {
    if (width != sources.length || !isComplete()) {
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
   * The record in canonical order; one of another width, and any of an incomplete header, comes out
   * as a record the parser rejects.
   */
  byte[] toCanonical(byte[] line) {
    List<Field> fields = fields(line);
    ByteArrayOutputStream canonical = new ByteArrayOutputStream(line.length + MISFIT.length);
    if (fields.size() != width || !isComplete()) {
      canonical.writeBytes(line);
      canonical.writeBytes(MISFIT);
      return canonical.toByteArray();
    }
    for (int i = 0; i < sources.length; i++) {
      if (i > 0) {
        canonical.write(',');
      }
      if (sources[i] >= 0) {
        Field field = fields.get(sources[i]);
        canonical.write(line, field.start(), field.length());
      }
    }
    return canonical.toByteArray();
  }

  private static List<Field> fields(byte[] line) {
    List<Field> fields = new ArrayList<>();
    int start = LineStart.of(line);
    boolean quoted = false;
    for (int i = start; i < line.length; i++) {
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
