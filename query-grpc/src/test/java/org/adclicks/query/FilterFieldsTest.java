package org.adclicks.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.click.ClickField;
import org.adclicks.click.Dimension;
import org.adclicks.query.command.QueryCommand;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.FilterParser;
import org.adclicks.query.question.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Wherever filters are spoken of, every field is that one can filter by. */
class FilterFieldsTest {

  private static final Path CONTRACT = Path.of("../proto/src/main/proto/adclicks/v1/query.proto");

  @ParameterizedTest
  @EnumSource(Dimension.class)
  void everyDimensionIsAFilter(Dimension dimension) {
    Filter filter =
        FilterParser.parse(dimension.fieldName() + " = \"" + dimension.unknown() + "\"");

    assertThat(filter.scope().value(dimension)).isEqualTo(dimension.unknown());
    assertThat(filter.canonical())
        .isEqualTo(dimension.fieldName() + " = \"" + dimension.unknown() + "\"");
    assertThat(filter.needsClickIndex()).isFalse();
  }

  @Test
  void helpNamesThem() {
    for (String question : List.of("count", "top")) {
      String help =
          Objects.requireNonNull(new CommandLine(new QueryCommand()).getSubcommands().get(question))
              .getUsageMessage(CommandLine.Help.Ansi.OFF)
              .replaceAll("\\s+", " ");
      assertThat(help).contains("fields: " + filterable());
    }
  }

  @Test
  void theContractNamesThem() throws IOException {
    assertThat(Files.readString(CONTRACT)).contains("fields: " + filterable() + ".");
  }

  @Test
  void aFieldThatIsNoneIsAnsweredWithThem() {
    assertThatThrownBy(() -> FilterParser.parse("planet = \"X\""))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(filterable().replaceFirst(", (?=\\w+$)", " and ") + " are");
    assertThatThrownBy(() -> FilterParser.parse("click_id = \"X\""))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void thePageHasAnInputForEachDimension() throws IOException {
    List<String> inputs = new ArrayList<>();
    Matcher input = Pattern.compile("data-dimension=\"(\\w+)\"").matcher(page());
    while (input.find()) {
      inputs.add(input.group(1));
    }
    assertThat(inputs).isEqualTo(Dimension.ALL.stream().map(Dimension::fieldName).toList());
  }

  private static String filterable() {
    List<String> names = new ArrayList<>(Dimension.ALL.stream().map(Dimension::fieldName).toList());
    for (ClickField field : ClickField.ALL) {
      if (field.isFilterable() && field.kind() != ClickField.Kind.DIMENSION) {
        names.add(field.fieldName());
      }
    }
    return String.join(", ", names);
  }

  private static String page() throws IOException {
    try (InputStream page = FilterFieldsTest.class.getResourceAsStream("page/index.html")) {
      return new String(Objects.requireNonNull(page).readAllBytes(), UTF_8);
    }
  }
}
