package org.adclicks.pipeline.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.adclicks.click.line.LogLine;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadClicksFromFilesTest {

  @TempDir Path folder;

  @Test
  void readsEveryFileOfAGlobWithOriginAndClickTime() throws IOException {
    Path plain =
        Files.writeString(folder.resolve("a.csv"), "ad-1,1000,user-1,192.0.2.1,US\n\nno click\n");
    Path packed = folder.resolve("b.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(
          "ip,ad_id,click_timestamp,user_id,country\n192.0.2.2,ad-2,2000,user-2,DE\n"
              .getBytes(StandardCharsets.UTF_8));
    }
    Pipeline pipeline = pipeline();

    PCollection<String> seen =
        pipeline
            .apply(ReadClicksFromFiles.matching(List.of(folder + "/*.csv*")))
            .apply(ParDo.of(new DescribeFn()));

    PAssert.that(seen)
        .containsInAnyOrder(
            plain + "/0/0 at 1000: ad-1,1000,user-1,192.0.2.1,US",
            plain + "/0/31 at -9223372036854775: no click",
            packed + "/0/41 at 2000: ad-2,2000,user-2,192.0.2.2,DE");
    pipeline.run().waitUntilFinish();
  }

  @Test
  void failsForAPatternWithoutAFile() {
    Pipeline pipeline = pipeline();
    pipeline.apply(ReadClicksFromFiles.matching(List.of(folder + "/*.none")));

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish()).hasMessageContaining("*.none");
  }

  @Test
  void wantsAPattern() {
    assertThatThrownBy(() -> ReadClicksFromFiles.matching(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ReadClicksFromFiles.matching(List.of("x"))).isNotNull();
  }

  private static Pipeline pipeline() {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    return Pipeline.create(options);
  }

  private static final class DescribeFn extends DoFn<LogLine, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element LogLine line, @Timestamp Instant time, OutputReceiver<String> out) {
      out.output(
          line.origin().topic()
              + "/"
              + line.origin().partition()
              + "/"
              + line.origin().offset()
              + " at "
              + time.getMillis()
              + ": "
              + new String(line.line().bytes(), StandardCharsets.UTF_8));
    }
  }
}
