package org.adclicks.query.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.Interval;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteState;
import org.adclicks.v1.PopularAd;

/** Writes answers, for people as lines or for scripts as one JSON object. */
final class AnswerPrinter {

  private final PrintWriter out;
  private final boolean json;

  AnswerPrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void print(GetAggregatedCountResponse answer) throws IOException {
    String asOf = answer.hasAsOf() ? text(answer.getAsOf()) : "";
    String through = answer.hasCountedThrough() ? text(answer.getCountedThrough()) : "";
    if (json) {
      StringWriter text = new StringWriter();
      try (JsonGenerator object = new JsonFactory().createGenerator(text)) {
        object.writeStartObject();
        object.writeStringField("ad_id", answer.getAdId());
        object.writeNumberField("count", answer.getCount());
        writeCommon(object, answer.getInterval(), answer.getFilter(), asOf, answer.getState());
        writeThrough(object, through);
        writeReach(object, answer.getDataFrom(), answer.getRestated());
      }
      out.println(text);
    } else {
      out.println(answer.getAdId() + ": " + clicks(answer.getCount()));
      printCommon(
          answer.getInterval(),
          answer.getFilter(),
          asOf,
          through,
          answer.getState() + (answer.getRestated() ? ", restated" : ""));
    }
    out.flush();
  }

  void print(ListPopularAdsResponse answer) throws IOException {
    String asOf = answer.hasAsOf() ? text(answer.getAsOf()) : "";
    String through = answer.hasCountedThrough() ? text(answer.getCountedThrough()) : "";
    if (json) {
      StringWriter text = new StringWriter();
      try (JsonGenerator object = new JsonFactory().createGenerator(text)) {
        object.writeStartObject();
        object.writeArrayFieldStart("ads");
        for (PopularAd ad : answer.getAdsList()) {
          object.writeStartObject();
          object.writeNumberField("rank", ad.getRank());
          object.writeStringField("ad_id", ad.getAdId());
          object.writeNumberField("clicks", ad.getClicks());
          object.writeEndObject();
        }
        object.writeEndArray();
        object.writeArrayFieldStart("ad_ids");
        for (String adId : answer.getAdIdsList()) {
          object.writeString(adId);
        }
        object.writeEndArray();
        writeCommon(object, answer.getInterval(), answer.getFilter(), asOf, answer.getState());
        writeThrough(object, through);
        writeReach(object, answer.getDataFrom(), answer.getRestated());
      }
      out.println(text);
    } else {
      for (PopularAd ad : answer.getAdsList()) {
        out.printf("%4d  %10d  %s%n", ad.getRank(), ad.getClicks(), ad.getAdId());
      }
      if (answer.getAdsCount() == 0) {
        out.println("no clicks");
      }
      printCommon(
          answer.getInterval(),
          answer.getFilter(),
          asOf,
          through,
          answer.getState() + (answer.getRestated() ? ", restated" : ""));
    }
    out.flush();
  }

  private static void writeCommon(
      JsonGenerator object, Interval interval, String filter, String asOf, MinuteState state)
      throws IOException {
    object.writeStringField("from", text(interval.getFrom()));
    object.writeStringField("to", text(interval.getTo()));
    object.writeStringField("filter", filter);
    if (asOf.isEmpty()) {
      object.writeNullField("as_of");
    } else {
      object.writeStringField("as_of", asOf);
    }
    object.writeStringField("state", state.name());
  }

  /** Only of an answer with minutes still open. */
  private static void writeThrough(JsonGenerator object, String through) throws IOException {
    if (!through.isEmpty()) {
      object.writeStringField("counted_through", through);
    }
  }

  private static void writeReach(JsonGenerator object, Timestamp dataFrom, boolean restated)
      throws IOException {
    object.writeBooleanField("restated", restated);
    object.writeStringField("data_from", text(dataFrom));
    object.writeEndObject();
  }

  private void printCommon(
      Interval interval, String filter, String asOf, String through, String state) {
    out.println(
        text(interval.getFrom())
            + " to "
            + text(interval.getTo())
            + (filter.isEmpty() ? "" : ", " + filter));
    out.println(
        (asOf.isEmpty() ? "no minute closed yet" : "as of " + asOf)
            + (through.isEmpty() ? "" : ", counted through " + through)
            + ", "
            + state);
  }

  private static String clicks(long clicks) {
    return clicks == 1 ? "1 click" : clicks + " clicks";
  }

  private static String text(Timestamp timestamp) {
    return ProtoTime.instant(timestamp).toString();
  }
}
