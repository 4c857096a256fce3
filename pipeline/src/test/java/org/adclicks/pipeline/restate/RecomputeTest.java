package org.adclicks.pipeline.restate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.adclicks.pipeline.archive.ReadArchive;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recompute must not take for granted. */
class RecomputeTest {

  private static final Restatements.Counted STREAM = new Restatements.Counted(100, 30, 2, 5);

  /** Five that came too late stand for none of those that were counted. */
  @Test
  void clicksThatCameTooLateHideNoneThatAreGone() {
    Restatements.Counted archive = new Restatements.Counted(104, 29, 2, 0);

    assertThat(missing(true, archive)).isEqualTo(1);
  }

  @Test
  void nothingIsMissingOfAWholeArchive() {
    assertThat(missing(true, new Restatements.Counted(105, 31, 2, 0))).isZero();
  }

  /** Who leaves out what arrived later leaves these out, too. */
  @Test
  void whatCameTooLateMayBeLeftOutOnDemand() {
    assertThat(missing(false, new Restatements.Counted(100, 30, 2, 0))).isZero();
    assertThat(missing(false, new Restatements.Counted(99, 30, 2, 0))).isEqualTo(1);
  }

  /** Read again after a failure. */
  @Test
  void linesThatAreThereTwiceStandForNoOthers() {
    assertThat(missing(true, new Restatements.Counted(97, 30, 30, 0))).isEqualTo(3);
  }

  @Test
  void aDamagedFileOfTheArchiveIsNamed(@TempDir Path archive) throws IOException {
    Path file = archive.resolve("arrival_date=2026-11-23/arrival_hour=10/clicks-1.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "half a file");
    Instant hour = Instant.parse("2026-11-23T10:00:00Z");
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
    pipeline.apply(ReadArchive.under(archive.toString(), hour, hour.plusSeconds(1)).packed(4));

    assertThatThrownBy(() -> Recompute.finish(pipeline))
        .isInstanceOf(RestatementRefused.class)
        .hasMessageStartingWith(file + " is damaged, or cannot be read (")
        .hasMessageNotContaining("\n");
  }

  private static long missing(boolean tooLate, Restatements.Counted archive) {
    Map<Long, Restatements.Counted> counted = Map.of(0L, STREAM);
    return Recompute.missing(tooLate, counted, counted, Map.of(0L, archive));
  }
}
