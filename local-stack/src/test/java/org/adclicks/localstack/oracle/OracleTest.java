package org.adclicks.localstack.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OracleTest {

  private static final long TEN = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  @TempDir Path folder;

  @Test
  void countsCellsOfHandCountedClicks() {
    try (Oracle oracle =
        Oracle.loadLines(
            List.of(
                json("ad1", "2026-11-23T10:00:00Z", "u1", "1.1.1.1", "US"),
                json("ad1", "2026-11-23T10:00:59.999Z", "u2", "1.1.1.2", "US"),
                json("ad1", "2026-11-23T10:01:00Z", "u1", "1.1.1.1", "US"),
                json("ad2", "2026-11-23T11:00:30+01:00", "u1", "1.1.1.1", "DE"),
                "ad1," + (TEN + 5) + ",u3,2001:db8::1,DE"))) {
      assertThat(oracle.cells())
          .containsExactly(
              new Cell(TEN, "ad1", "DE", 1),
              new Cell(TEN, "ad1", "US", 2),
              new Cell(TEN, "ad2", "DE", 1),
              new Cell(TEN + MINUTE, "ad1", "US", 1));
      assertThat(oracle.minutes()).containsExactly(TEN, TEN + MINUTE);
      assertThat(oracle.scopes()).containsExactly("DE", "US");
      assertThat(oracle.ads()).containsExactly("ad1", "ad2");
    }
  }

  @Test
  void takesLinesOfTheSameIdentityAsOneClick() {
    String withId = json("ad1", "2026-11-23T10:00:00Z", "u1", "1.1.1.1", "US", "c1");
    String withoutId = json("ad1", "2026-11-23T10:00:00Z", "u1", "1.1.1.1", "US");
    try (Oracle oracle =
        Oracle.loadLines(
            List.of(
                withId,
                withId,
                withoutId,
                withoutId,
                "ad1,2026-11-23T10:00:00Z,u1,1.1.1.1,US",
                "ad1,2026-11-23T10:00:00Z,u1,1.1.1.1,US,c2"))) {
      assertThat(oracle.clicks()).isEqualTo(3);
      assertThat(oracle.duplicates()).isEqualTo(3);
    }
  }

  @Test
  void refusesOneIdentityForTwoClicks() {
    List<String> lines =
        List.of(
            json("ad1", "2026-11-23T10:00:00Z", "u1", "1.1.1.1", "US", "c1"),
            json("ad2", "2026-11-23T10:00:00Z", "u1", "1.1.1.1", "US", "c1"));
    assertThatThrownBy(() -> Oracle.loadLines(lines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 identities stand for more than one click");
  }

  @Test
  void takesOneIdentityOfTwoCountriesOnlyIfToldTo(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("clicks.json");
    Files.write(
        log,
        List.of(
            json("ad1", "2026-11-23T10:00:00Z", "u1", "1.1.1.1", "US"),
            json("ad1", "2026-11-23T10:00:00Z", "u1", "1.1.1.1", "DE")));
    assertThatThrownBy(() -> Oracle.load(log)).isInstanceOf(IllegalArgumentException.class);
    try (Oracle oracle = Oracle.loadOfSeveralCountries(log)) {
      assertThat(oracle.clicks()).isEqualTo(1);
    }

    Files.write(
        log,
        List.of(
            json("ad1", "2026-11-23T10:00:00Z", "u1", "1.1.1.1", "US", "c1"),
            json("ad1", "2026-11-23T10:00:00Z", "u1", "1.1.1.2", "DE", "c1")));
    assertThatThrownBy(() -> Oracle.loadOfSeveralCountries(log))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ranksByClicksThenById() {
    try (Oracle oracle =
        Oracle.loadLines(
            List.of(
                json("b", "2026-11-23T10:00:01Z", "u1", "1.1.1.1", "US"),
                json("a", "2026-11-23T10:00:02Z", "u1", "1.1.1.1", "US"),
                json("Z", "2026-11-23T10:00:03Z", "u1", "1.1.1.1", "US"),
                json("c", "2026-11-23T10:00:04Z", "u1", "1.1.1.1", "DE"),
                json("c", "2026-11-23T10:00:05Z", "u1", "1.1.1.1", "US")))) {
      assertThat(oracle.top(TEN, TEN + MINUTE, Scopes.ALL, 3))
          .containsExactly(new AdCount("c", 2), new AdCount("Z", 1), new AdCount("a", 1));
      assertThat(oracle.top(TEN, TEN + 4_000, Scopes.ALL, 9))
          .containsExactly(new AdCount("Z", 1), new AdCount("a", 1), new AdCount("b", 1));
      assertThat(oracle.top(TEN, TEN + MINUTE, "DE", 3)).containsExactly(new AdCount("c", 1));
    }
  }

  @Test
  void ranksEveryWindowAndScopeThatHoldsAClick() {
    try (Oracle oracle =
        Oracle.loadLines(
            List.of(
                json("b", "2026-11-23T10:00:05Z", "u1", "1.1.1.1", "US"),
                json("a", "2026-11-23T10:00:10Z", "u1", "1.1.1.1", "US"),
                json("a", "2026-11-23T10:00:10Z", "u2", "1.1.1.1", "US")))) {
      assertThat(oracle.topOfWindows(20_000, 10_000, 1))
          .containsExactly(
              new TopList("*", TEN + 10_000, 1, List.of(new AdCount("b", 1))),
              new TopList("US", TEN + 10_000, 1, List.of(new AdCount("b", 1))),
              new TopList("*", TEN + 20_000, 3, List.of(new AdCount("a", 2))),
              new TopList("US", TEN + 20_000, 3, List.of(new AdCount("a", 2))),
              new TopList("*", TEN + 30_000, 2, List.of(new AdCount("a", 2))),
              new TopList("US", TEN + 30_000, 2, List.of(new AdCount("a", 2))));
      assertThat(oracle.topOfWindows(20_000, 10_000, 2).get(2).ads())
          .containsExactly(new AdCount("a", 2), new AdCount("b", 1));
    }
  }

  @Test
  void countsWithEveryFilterAndTheirCombinations() {
    try (Oracle oracle =
        Oracle.loadLines(
            List.of(
                json("ad1", "2026-11-23T10:00:01Z", "u1", "1.1.1.1", "US"),
                json("ad1", "2026-11-23T10:00:02Z", "u1", "1.1.1.2", "US"),
                json("ad1", "2026-11-23T10:00:03Z", "u2", "1.1.1.1", "DE"),
                json("ad2", "2026-11-23T10:00:04Z", "u1", "1.1.1.1", "US")))) {
      Question minute = Question.of(TEN, TEN + MINUTE);
      Question ad1 = minute.withAd("ad1");
      assertThat(oracle.count(minute)).isEqualTo(4);
      assertThat(oracle.count(ad1)).isEqualTo(3);
      assertThat(oracle.count(ad1.withUser("u1"))).isEqualTo(2);
      assertThat(oracle.count(ad1.withIp("1.1.1.1"))).isEqualTo(2);
      assertThat(oracle.count(ad1.withIp("1.1.1.1").withScope("DE"))).isEqualTo(1);
      assertThat(oracle.count(ad1.withUser("u2").withScope("US"))).isZero();
      assertThat(oracle.count(Question.of(TEN + 2_000, TEN + 4_000))).isEqualTo(2);
      assertThat(oracle.top(minute.withUser("u1"), 1)).containsExactly(new AdCount("ad1", 2));
    }
  }

  @Test
  void leavesOutWhatIsNoClick() {
    try (Oracle oracle =
        Oracle.loadLines(
            List.of(
                "",
                "{",
                "not a click",
                "{\"ad_id\":\"ad1\"}",
                json("", "2026-11-23T10:00:01Z", "u1", "1.1.1.1", "US"),
                json("ad1", "yesterday", "u1", "1.1.1.1", "US"),
                json("ad1", "2026-13-23T10:00:01Z", "u1", "1.1.1.1", "US"),
                json("ad1", "2026-11-23T10:00:01Z", "u1", "1.1.1.1", "").replace("\"\"", "840"),
                json("ad1", "2026-11-23T10:00:01Z", "u1", "1.1.1.1", "U\\u0007S"),
                json("ad\u200B1", "2026-11-23T10:00:01Z", "u1", "1.1.1.1", "US"),
                json("ad1", "1999-12-31T23:59:59Z", "u1", "1.1.1.1", "US"),
                "ad1,1709251200,u1,1.1.1.1,US",
                "ad1,2026-11-23T10:00:01Z,u\"1,1.1.1.1,US",
                "ad_id,click_timestamp,user_id,ip,country",
                "ad1,2026-11-23T10:00:01Z,u1,1.1.1.1",
                "ad1,2026-11-23T10:00:01Z,u1,1.1.1.1,US"))) {
      assertThat(oracle.clicks()).isEqualTo(1);
      assertThat(oracle.unusable()).isEqualTo(15);
    }
  }

  @Test
  void knowsCountriesHoweverTheyAreWritten() {
    List<String> sent = List.of("us", " USA", "UK", "gbr", "EL", "XK", "EU", "N/A", "AN", "");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      lines.add(json("ad" + i, "2026-11-23T10:00:01Z", "u1", "1.1.1.1", sent.get(i)));
    }
    lines.add("ad7,2026-11-23T10:00:02Z,u1,1.1.1.1,");
    lines.add(json("ad8", "2026-11-23T10:00:02Z", "u1", "1.1.1.1", "").replace("\"\"", "null"));
    try (Oracle oracle = Oracle.loadLines(lines)) {
      assertThat(oracle.unusable()).isZero();
      assertThat(oracle.scopes()).containsExactly("GB", "GR", "US", "XK", "ZZ");
      assertThat(oracle.count(Question.of(TEN, TEN + MINUTE).withScope("ZZ"))).isEqualTo(6);
    }
  }

  @Test
  void readsWhatStandsAroundAClick() {
    try (Oracle oracle =
        Oracle.loadLines(
            List.of(
                "\uFEFF" + json("ad1", "2026-11-23T10:00:01Z", "u1", "1.1.1.1", "US"),
                "\0\0" + json("ad1", "2026-11-23T10:00:02Z", "u1", "1.1.1.1", "US"),
                " ad1 ,2026-11-23T10:00:60Z ,\u00A0u1, 1.1.1.1,US, ",
                json("ad1", "2026-11-23T10:00:02Z", "u1", "1.1.1.1", "US", "")))) {
      assertThat(oracle.count(Question.of(TEN, TEN + MINUTE).withAd("ad1").withUser("u1")))
          .isEqualTo(3);
      assertThat(oracle.duplicates()).isEqualTo(1);
    }
  }

  @Test
  void readsQuotedCsvFields() {
    try (Oracle oracle =
        Oracle.loadLines(List.of("\"ad,\"\"1\"\"\",2026-11-23T10:00:01Z,\"u,1\",1.1.1.1,US,\r"))) {
      assertThat(oracle.ads()).containsExactly("ad,\"1\"");
      assertThat(oracle.count(Question.of(TEN, TEN + MINUTE).withUser("u,1"))).isEqualTo(1);
    }
  }

  @Test
  void readsPlainAndZippedFilesTogether() throws IOException {
    Path plain =
        Files.writeString(folder.resolve("clicks.csv"), "ad1,946684801000,u1,1.1.1.1,US\n");
    Path zipped = folder.resolve("clicks.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(new byte[] {(byte) 0xff, 0, '\n'});
      out.write(
          json("ad2", "2000-01-01T00:00:01Z", "u", "::1", "FR").getBytes(StandardCharsets.UTF_8));
    }
    try (Oracle oracle = Oracle.load(plain, zipped)) {
      assertThat(oracle.cells())
          .containsExactly(
              new Cell(946_684_800_000L, "ad1", "US", 1),
              new Cell(946_684_800_000L, "ad2", "FR", 1));
      assertThat(oracle.unusable()).isEqualTo(1);
      assertThat(oracle.sample(5))
          .containsExactlyInAnyOrder(
              new SampleClick("ad1", 946_684_801_000L, "u1", "1.1.1.1", "US"),
              new SampleClick("ad2", 946_684_801_000L, "u", "::1", "FR"));
    }
  }

  private static String json(String ad, String time, String user, String ip, String country) {
    return "{\"ad_id\":\"%s\",\"click_timestamp\":\"%s\",\"user_id\":\"%s\",\"ip\":\"%s\",\"country\":\"%s\"}"
        .formatted(ad, time, user, ip, country);
  }

  private static String json(
      String ad, String time, String user, String ip, String country, String clickId) {
    return json(ad, time, user, ip, country).replace("}", ",\"click_id\":\"" + clickId + "\"}");
  }
}
