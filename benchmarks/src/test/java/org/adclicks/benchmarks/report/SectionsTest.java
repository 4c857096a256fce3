package org.adclicks.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SectionsTest {

  private static final String TWO = "# All\n\ntext\n\n## bench a\n\nold a\n\n## bench b\n\nold b\n";

  @Test
  void replacesASectionAndLeavesTheOthers() {
    assertThat(Sections.replace(TWO, "## bench a", "## bench a\n\nnew a\n"))
        .isEqualTo("# All\n\ntext\n\n## bench a\n\nnew a\n\n## bench b\n\nold b\n");
  }

  @Test
  void replacesTheLastSection() {
    assertThat(Sections.replace(TWO, "## bench b", "## bench b\n\nnew b\n"))
        .isEqualTo("# All\n\ntext\n\n## bench a\n\nold a\n\n## bench b\n\nnew b\n");
  }

  @Test
  void appendsASectionThatIsNotThere() {
    assertThat(Sections.replace("# All\n", "## bench c", "## bench c\n\nnew c\n"))
        .isEqualTo("# All\n\n## bench c\n\nnew c\n");
    assertThat(Sections.replace("", "## bench c", "## bench c\n")).isEqualTo("## bench c\n");
  }

  @Test
  void doesNotTakeAHeadingForAnotherThatBeginsAlike() {
    assertThat(Sections.replace("## bench ab\n\nx\n", "## bench a", "## bench a\n"))
        .isEqualTo("## bench ab\n\nx\n\n## bench a\n");
  }
}
