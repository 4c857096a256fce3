package org.adclicks.pipeline.generate;

import org.adclicks.click.ClickField;

/** How a click is written as a log line. */
enum LineFormat {
  json,
  csv;

  void write(LineBuffer out, MadeClick click) {
    if (this == json) {
      writeJson(out, click);
    } else {
      writeCsv(out, click);
    }
  }

  private static void writeJson(LineBuffer out, MadeClick click) {
    String before = "{\"";
    for (ClickField field : ClickField.ALL) {
      if (click.has(field)) {
        String quote = field.kind() == ClickField.Kind.TIME ? "" : "\"";
        out.text(before).text(field.fieldName()).text("\":").text(quote);
        click.write(field, out);
        out.text(quote);
        before = ",\"";
      }
    }
    out.text("}");
  }

  private static void writeCsv(LineBuffer out, MadeClick click) {
    int skipped = 0;
    for (ClickField field : ClickField.ALL) {
      if (click.has(field)) {
        out.text(",".repeat(skipped));
        click.write(field, out);
        skipped = 0;
      }
      skipped++;
    }
  }
}
