package org.adclicks.pipeline.generate;

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
    out.text("{\"ad_id\":\"");
    click.writeAd(out);
    out.text("\",\"click_timestamp\":").number(click.timestampMillis());
    out.text(",\"user_id\":\"");
    click.writeUser(out);
    out.text("\",\"ip\":\"");
    click.writeIp(out);
    out.text("\",\"country\":\"").text(click.country());
    if (click.clickId() >= 0) {
      out.text("\",\"click_id\":\"");
      click.writeClickId(out);
    }
    out.text("\"}");
  }

  private static void writeCsv(LineBuffer out, MadeClick click) {
    click.writeAd(out);
    out.text(",").number(click.timestampMillis()).text(",");
    click.writeUser(out);
    out.text(",");
    click.writeIp(out);
    out.text(",").text(click.country());
    if (click.clickId() >= 0) {
      out.text(",");
      click.writeClickId(out);
    }
  }
}
