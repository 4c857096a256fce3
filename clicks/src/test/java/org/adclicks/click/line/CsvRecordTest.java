package org.adclicks.click.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordTest {

  @Test
  void givesFieldsWithoutTheirQuotes() {
    assertThat(values("a,\"b,\"\"c\"\"\",,\"\",\u00e4\u20ac,e\r\n"))
        .containsExactly("a", "b,\"c\"", "", "", "\u00e4\u20ac", "e");
    assertThat(values("a,b,")).containsExactly("a", "b", "");
    assertThat(values("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17")).hasSize(17);
  }

  @Test
  void writesFieldsAsTheyStand() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvRecord.of("a,\"b,\"\"c\"\"\"\r".getBytes(UTF_8)).orElseThrow().writeTo(out, 1);
    assertThat(out.toString(UTF_8)).isEqualTo("\"b,\"\"c\"\"\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b,c", "\"a\"b,c", "a,\"b", "\"a\" ,b", "a, \"b\""})
  void wrongQuotesMakeNoRecord(String line) {
    assertThat(CsvRecord.of(line.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void aHeaderNamesTwoFieldsInEitherCaseAndNoTime() {
    assertThat(names("\uFEFFIP,\"Ad_Id\", click_timestamp ,x\r\n"))
        .containsExactly("ip", "ad_id", "click_timestamp", "x");
    assertThat(names("user_id,timestamp,ad_id,ip,country")).hasSize(5);
    for (String record : List.of("ad_id,x,y", "ad_id,1614592800000,user_id,ip,country")) {
      assertThat(CsvRecord.of(record.getBytes(UTF_8)).orElseThrow().columnNames()).isEmpty();
    }
  }

  private static List<String> names(String line) {
    return CsvRecord.of(line.getBytes(UTF_8)).orElseThrow().columnNames().orElseThrow();
  }

  private static List<String> values(String line) {
    CsvRecord record = CsvRecord.of(line.getBytes(UTF_8)).orElseThrow();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < record.size(); i++) {
      values.add(record.value(i));
    }
    return values;
  }
}
