package org.adclicks.pipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.junit.jupiter.api.Test;

class DataflowChecksTest {

  private static final String[] COMPLETE = {
    "--runner=DataflowRunner",
    "--project=p",
    "--region=r",
    "--tempLocation=gs://b/temp",
    "--archiveDir=gs://b/archive"
  };

  @Test
  void whatThePinsNeedIsThereByDefault() throws Exception {
    assertThat(problems()).isEmpty();
  }

  @Test
  void saysInOneLineWhatIsMissing() throws Exception {
    List<String> problems = new ArrayList<>();
    DataflowChecks.check(StreamArguments.complete(List.of("--runner=DataflowRunner")), problems);

    assertThat(problems)
        .containsExactly("--runner=DataflowRunner needs --project, --region, --tempLocation");
  }

  @Test
  void refusesToRunWithoutThePins() throws Exception {
    assertThat(problems("--experiments=use_runner_v2", "--enableStreamingEngine=false"))
        .satisfiesExactly(
            first -> assertThat(first).contains("--experiments must have disable_runner_v2"),
            second -> assertThat(second).contains("--enableStreamingEngine must be true"));
    assertThat(problems("--experiments=enable_prime,disable_runner_v2")).isEmpty();
  }

  @Test
  void refusesAnArchiveThatIsGoneWithItsWorker() throws Exception {
    List<String> problems = new ArrayList<>();
    DataflowChecks.check(
        StreamArguments.complete(
            List.of(
                "--runner=DataflowRunner",
                "--project=p",
                "--region=r",
                "--tempLocation=gs://b/temp",
                "--archiveDir=/archive")),
        problems);

    assertThat(problems).singleElement().asString().contains("--archiveDir=/archive");
  }

  @Test
  void theOptionsFileNeedsWhatItsFirstLinesSay() throws Exception {
    assertThat(problems("--optionsFile=../runner-configs/dataflow.properties")).isEmpty();
  }

  private static List<String> problems(String... more) throws InvalidOptionsException {
    List<String> arguments = new ArrayList<>(List.of(COMPLETE));
    arguments.addAll(List.of(more));
    List<String> problems = new ArrayList<>();
    DataflowChecks.check(StreamArguments.complete(arguments), problems);
    return problems;
  }
}
