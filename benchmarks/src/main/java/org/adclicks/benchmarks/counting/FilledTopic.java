package org.adclicks.benchmarks.counting;

import java.time.Duration;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.Topic;
import org.adclicks.pipeline.command.ClickSender;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.generate.GenerateCommand;
import picocli.CommandLine;

/** A topic that holds all clicks of a workload, and says that none comes any more. */
final class FilledTopic {

  private static final int PARTITIONS = 4;

  private FilledTopic() {}

  static void fill(Workload workload, long clicks, KafkaProcess kafka) {
    BenchmarkOptions.say(
        String.format(
            "filling %s with %,d lines: %s",
            workload.topic(), workload.lines(clicks), workload.description()));
    kafka.createTopics(
        Topic.byArrival(workload.topic(), PARTITIONS).withRetention(Duration.ofDays(1)));
    int exitCode =
        new CommandLine(new GenerateCommand())
            .execute(
                workload
                    .generatorArguments(clicks, kafka.bootstrapServers())
                    .toArray(String[]::new));
    if (exitCode != CommandLine.ExitCode.OK) {
      throw new BenchmarkFailure("the clicks could not be generated");
    }
    end(workload, kafka);
  }

  /** Says that no click before tomorrow comes any more, so that the last minutes close. */
  private static void end(Workload workload, KafkaProcess kafka) {
    try (ClickSender sender =
        ClickSender.connect(kafka.bootstrapServers(), workload.topic()).openingNewTopic()) {
      sender.sendHeartbeats(System.currentTimeMillis() - Duration.ofHours(1).toMillis());
      sender.flush();
    } catch (CommandFailure e) {
      throw new BenchmarkFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
