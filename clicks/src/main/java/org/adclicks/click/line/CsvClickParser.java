package org.adclicks.click.line;

import static org.adclicks.v1.RejectionReason.HEADER_LINE;
import static org.adclicks.v1.RejectionReason.MALFORMED;
import static org.adclicks.v1.RejectionReason.MISSING_FIELD;

import org.adclicks.click.ClickField;

/** Reads a click from one {@link CsvRecord} of {@link ClickField}s, each at its place. */
final class CsvClickParser {

  private CsvClickParser() {}

  /** Parses the line from {@code start} on. */
  static ParsedLine.Accepted parse(byte[] line, int start) throws RejectedLineException {
    CsvRecord record = CsvRecord.split(line, start);
    try {
      return fields(record).accept();
    } catch (RejectedLineException e) {
      throw record.columnNames().isPresent()
          ? new RejectedLineException(
              HEADER_LINE, "a header: it governs only the lines behind it in its own file")
          : e;
    }
  }

  private static LineFields fields(CsvRecord record) throws RejectedLineException {
    if (record.size() == 1) {
      throw new RejectedLineException(MALFORMED, "neither a JSON object nor a CSV record");
    }
    if (record.size() < ClickField.inEveryRecord().size()) {
      throw new RejectedLineException(
          MISSING_FIELD, ClickField.ALL.get(record.size()) + " is missing");
    }
    if (record.size() > ClickField.ALL.size()) {
      throw new RejectedLineException(
          MALFORMED,
          "a CSV record of " + record.size() + " fields, more than " + ClickField.ALL.size());
    }
    LineFields fields = new LineFields();
    for (int i = 0; i < record.size(); i++) {
      fields.set(ClickField.ALL.get(i), record.value(i));
    }
    return fields;
  }
}
