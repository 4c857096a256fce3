package org.adclicks.pipeline.logfile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.adclicks.click.ClickField;
import org.adclicks.click.line.CsvRecord;

/**
 * A CSV line that names the columns of those behind it, in any order and perhaps with others
 * between them: puts records into the order the parser knows. A field that no column names is empty
 * in each of them.
 */
final class CsvHeader {

  // More fields than a click has: the parser rejects the record and shows it as it stood.
  private static final byte[] MISFIT =
      ",".repeat(ClickField.ALL.size()).getBytes(StandardCharsets.US_ASCII);

  /** For each canonical column, which of the file's it is; -1 for none. */
  private final int[] sources;

  private final int width;

  private CsvHeader(int[] sources, int width) {
    this.sources = sources;
    this.width = width;
  }

  /** The header this line is, or nothing if it is none. */
  static Optional<CsvHeader> of(byte[] line) {
    return CsvRecord.of(line).flatMap(CsvRecord::columnNames).map(CsvHeader::of);
  }

  private static CsvHeader of(List<String> names) {
    int[] sources = new int[fields(names)];
    for (int i = 0; i < sources.length; i++) {
      ClickField field = ClickField.ALL.get(i);
      int first = names.indexOf(field.fieldName());
      boolean isOne = first == names.lastIndexOf(field.fieldName());
      if (!isOne || (first < 0 && field.isRequired())) {
        return new CsvHeader(new int[0], names.size());
      }
      sources[i] = first;
    }
    return new CsvHeader(sources, names.size());
  }

  /** How many fields canonical records have: optional ones up to the last one named. */
  private static int fields(List<String> names) {
    int fields = ClickField.ALL.size();
    while (fields > ClickField.inEveryRecord().size()
        && !names.contains(ClickField.ALL.get(fields - 1).fieldName())) {
      fields--;
    }
    return fields;
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
   * The record in canonical order; one of another width or with wrong quotes, and any of an
   * incomplete header, comes out as a record the parser rejects.
   */
  byte[] toCanonical(byte[] line) {
    CsvRecord record = CsvRecord.of(line).orElse(null);
    if (record == null) {
      return line;
    }
    ByteArrayOutputStream canonical = new ByteArrayOutputStream(line.length + MISFIT.length);
    if (record.size() != width || !isComplete()) {
      canonical.writeBytes(line);
      canonical.writeBytes(MISFIT);
      return canonical.toByteArray();
    }
    for (int i = 0; i < sources.length; i++) {
      if (i > 0) {
        canonical.write(',');
      }
      if (sources[i] >= 0) {
        record.writeTo(canonical, sources[i]);
      }
    }
    return canonical.toByteArray();
  }

  @Override
  public String toString() {
    return "CsvHeader" + Arrays.toString(sources);
  }
}
