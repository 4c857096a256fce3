package org.adclicks.pipeline.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.adclicks.click.line.ClickParser;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.v1.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileReaderTest {

  @TempDir Path folder;

  @Test
  void tellsEachLinesOffsetAndDropsLineBreaksOfBothKinds() throws IOException {
    List<FileLine> lines = read("one\ntwo\r\n\nfour");

    assertThat(texts(lines)).containsExactly("one", "two", "", "four");
    assertThat(lines).extracting(FileLine::offset).containsExactly(0L, 4L, 9L, 10L);
  }

  @Test
  void findsNoLineInAnEmptyFileAndNoneBehindTheLastLineBreak() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(texts(read("one\n"))).containsExactly("one");
  }

  @Test
  void keepsAnyBytesAsTheyAre() throws IOException {
    byte[] bytes = {(byte) 0xFF, 0, '\r', 'x', (byte) 0xC3};

    assertThat(read(bytes).get(0).bytes()).isEqualTo(bytes);
  }

  @Test
  void cutsALineThatIsTooLongAndFindsTheNextOne() throws IOException {
    for (int length : List.of(ClickParser.MAX_LINE_BYTES + 2, 10_000_000)) {
      List<FileLine> lines = read("x".repeat(length) + "\nnext\n");

      FileLine cut = lines.get(0);
      assertThat(cut.isCut()).isTrue();
      assertThat(cut.bytes()).hasSize(ClickParser.MAX_LINE_BYTES + 1);
      assertThat(cut.length()).isEqualTo(length);
      assertThat(cut.raw().parsed()).isInstanceOf(ParsedLine.Rejected.class);
      assertThat(texts(lines.subList(1, 2))).containsExactly("next");
      assertThat(lines.get(1).offset()).isEqualTo(length + 1L);
    }
  }

  @Test
  void keepsALineOfTheGreatestLengthWhole() throws IOException {
    FileLine line = read("x".repeat(ClickParser.MAX_LINE_BYTES) + "\n").get(0);

    assertThat(line.isCut()).isFalse();
    assertThat(line.length()).isEqualTo(ClickParser.MAX_LINE_BYTES);
  }

  @Test
  void readsLinesOverEveryBoundaryOfAStreamThatTrickles() throws IOException {
    byte[] bytes = "first\nsecond\r\nthird".getBytes(StandardCharsets.UTF_8);
    InputStream trickle =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
          }
        };

    assertThat(texts(read(new LogFileReader(trickle)))).containsExactly("first", "second", "third");
  }

  @Test
  void takesAHeaderForNoLineAndLeavesCanonicalColumnsAsTheyAre() throws IOException {
    List<FileLine> lines =
        read("ad_id,click_timestamp,user_id,ip,country\nad-1,0,user-1,192.0.2.1,US\n");

    assertThat(texts(lines)).containsExactly("ad-1,0,user-1,192.0.2.1,US");
    assertThat(lines.get(0).offset()).isEqualTo(41);
  }

  @Test
  void putsNamedColumnsOfAnyOrderIntoTheCanonicalOne() throws IOException {
    List<FileLine> lines =
        read(
            """
            "Country", referrer ,ip,click_id,ad_id,user_id,click_timestamp
            DE,"a,""b",192.0.2.1,c-7,"ad,1",user-1,2021-03-01T10:00:00Z
            """);

    assertThat(texts(lines))
        .containsExactly("\"ad,1\",2021-03-01T10:00:00Z,user-1,192.0.2.1,DE,c-7");
    assertThat(lines.get(0).raw().parsed()).isInstanceOf(ParsedLine.Accepted.class);
  }

  @Test
  void rejectsARecordThatDoesNotFitItsHeaderAndShowsItAsItStood() throws IOException {
    List<FileLine> lines =
        read(
            """
            click_timestamp,ad_id,user_id,ip,country
            0,ad-1,user-1,192.0.2.1
            0,ad-1,user-1,192.0.2.1,US,surplus
            0,ad-1,user-1,192.0.2.1,US
            """);

    assertThat(lines.get(0).raw().parsed()).isInstanceOf(ParsedLine.Rejected.class);
    assertThat(lines.get(1).raw().parsed()).isInstanceOf(ParsedLine.Rejected.class);
    assertThat(texts(lines).get(1)).startsWith("0,ad-1,user-1,192.0.2.1,US,surplus,");
    assertThat(lines.get(2).raw().parsed()).isInstanceOf(ParsedLine.Accepted.class);
  }

  @Test
  void rejectsAHeaderWithoutAllTheColumnsAndWhatItGoverns() throws IOException {
    for (String header :
        List.of(
            "ad_id,click_timestamp,user_id\n",
            "ad_id,click_timestamp,user_id,country\n",
            "ad_id,ad_id,click_timestamp,user_id,ip,country\n")) {
      // What it governs cannot be told; to read it as before would be wrong in silence.
      List<FileLine> lines =
          read("a,1,u,::1,US\n" + header + "a,1,u,::1,US\na,a,1,u,::1,US\na,1,u,US\n");
      assertThat(lines).hasSize(5);
      assertThat(reasonOf(lines.get(1))).isEqualTo(RejectionReason.HEADER_LINE);
      assertThat(lines.subList(1, 5))
          .allMatch(line -> line.raw().parsed() instanceof ParsedLine.Rejected);
    }
  }

  @Test
  void aHeaderGovernsTheLinesBehindIt() throws IOException {
    List<FileLine> lines =
        read(
            """
            a0,1,u,::1,US
            user_id,click_timestamp,ad_id,ip,country
            u,1,a1,::1,US
            {"ad_id":"a2","click_timestamp":1,"user_id":"u","ip":"::1","country":"US"}

            \uFEFFip,x,country,user_id,click_timestamp,ad_id
            \uFEFF::1,"x,""y",US,u,1,a3
            \0\0::1,x,US,u,1,a4
            Ad_Id, click_timestamp ,"user_id",IP,country
            a5,1,u,::1,US
            click_timestamp,ip,ad_id,user_id
            1,::1,a6,u
            """);

    assertThat(lines.stream().filter(line -> line.length() > 0).map(LogFileReaderTest::adOf))
        .containsExactly("a0", "a1", "a2", "a3", "a4", "a5", "a6");
  }

  @Test
  void passesOverAHoleOfZerosOfAnySize() throws IOException {
    for (int size : List.of(1, 2_000, 65_536, 131_072, 10_000_000)) {
      String hole = "\0".repeat(size);
      List<FileLine> lines =
          read("a1,1,u,::1,US\n" + hole + "a2,1,u,::1,US\n" + hole + "a3,1,u,::1,US");

      assertThat(lines).extracting(LogFileReaderTest::adOf).containsExactly("a1", "a2", "a3");
      assertThat(lines.get(1).offset()).isEqualTo(14L + size);
    }
  }

  @Test
  void rejectsZerosWithNothingBehindThem() throws IOException {
    for (int size : List.of(1, 2_000, 65_537, 131_072)) {
      String hole = "\0".repeat(size);
      for (String end : List.of("", "\n", "\r\n")) {
        List<FileLine> lines = read("a1,1,u,::1,US\n" + hole + end);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).length()).isEqualTo(size);
        assertThat(lines.get(1).raw().parsed()).isInstanceOf(ParsedLine.Rejected.class);
      }
    }
  }

  @Test
  void leavesAByteOrderMarkToTheParser() throws IOException {
    assertThat(texts(read("\uFEFFad_id,click_timestamp,user_id,ip,country\nx\n")))
        .containsExactly("x");
    assertThat(adOf(read("\uFEFFone,1,u,::1,US\n").get(0))).isEqualTo("one");
  }

  @Test
  void readsGzipWhateverTheNameAndSeveralMembersInARow() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(gzip("one\n"));
    bytes.writeBytes(gzip("two\n"));
    Path file = Files.write(folder.resolve("clicks.log"), bytes.toByteArray());

    assertThat(texts(read(LogFileReader.open(file)))).containsExactly("one", "two");
  }

  @Test
  void readsAPlainFile() throws IOException {
    Path file = Files.writeString(folder.resolve("clicks.gz.log"), "one\n");

    assertThat(texts(read(LogFileReader.open(file)))).containsExactly("one");
  }

  @Test
  void failsForADamagedGzipFile() throws IOException {
    byte[] whole = gzip("x".repeat(100_000) + "\n");
    Path file = Files.write(folder.resolve("clicks.gz"), Arrays.copyOf(whole, whole.length - 12));

    assertThatThrownBy(() -> read(LogFileReader.open(file)))
        .isInstanceOf(UnreadableFileException.class);
  }

  private static String adOf(FileLine line) {
    assertThat(line.raw().parsed()).isInstanceOf(ParsedLine.Accepted.class);
    return ((ParsedLine.Accepted) line.raw().parsed()).click().adId();
  }

  private static RejectionReason reasonOf(FileLine line) {
    assertThat(line.raw().parsed()).isInstanceOf(ParsedLine.Rejected.class);
    return ((ParsedLine.Rejected) line.raw().parsed()).rejection().reason();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<FileLine> read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<FileLine> read(byte[] bytes) throws IOException {
    return read(new LogFileReader(new ByteArrayInputStream(bytes)));
  }

  private static List<FileLine> read(LogFileReader reader) throws IOException {
    List<FileLine> lines = new ArrayList<>();
    try (reader) {
      for (FileLine line = reader.next(); line != null; line = reader.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static List<String> texts(List<FileLine> lines) {
    return lines.stream().map(line -> new String(line.bytes(), StandardCharsets.UTF_8)).toList();
  }
}
