package org.adclicks.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** transforms is pure Beam: what is counted, not where it comes from, goes to or runs. */
class DependencyRulesTest {

  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+)");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "java\\..*|org\\.adclicks\\.(proto|v1|click|transforms)\\..*|org\\.joda\\.time\\..*"
              + "|org\\.jspecify\\..*|com\\.google\\.common\\..*|org\\.apache\\.commons\\.codec\\..*"
              + "|org\\.apache\\.beam\\.sdk\\.(?!io\\.|options\\.).*");

  @Test
  void importsNoIoOptionsOrRunner() throws IOException {
    List<String> forbidden = new ArrayList<>();
    int imports = 0;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher matcher = IMPORT.matcher(Files.readString(file));
        while (matcher.find()) {
          imports++;
          if (!ALLOWED.matcher(matcher.group(1)).matches()) {
            forbidden.add(file.getFileName() + ": " + matcher.group(1));
          }
        }
      }
    }
    assertThat(imports).isPositive();
    assertThat(forbidden).isEmpty();
  }
}
