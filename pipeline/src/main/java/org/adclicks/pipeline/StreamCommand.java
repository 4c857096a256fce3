package org.adclicks.pipeline;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.adclicks.pipeline.engine.CheckpointFolder;
import org.adclicks.pipeline.engine.EngineChecks;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs a job until its input ends or it is told to stop.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 bad options.
 */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Counts clicks from Kafka (or log files), on and on, into Cassandra, the archive and topics.",
      "Takes Beam's options: --runner=DirectRunner|FlinkRunner|DataflowRunner, the engine's own,",
      "and those below. --optionsFile=FILE reads name=value lines; the command line wins."
    })
class StreamCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(StreamCommand.class);
  // Connections close one after another, some seconds each. Nothing is lost by not waiting for
  // them: what is unfinished is read again from the checkpoint.
  private static final long MILLIS_TO_CANCEL = 5_000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "--name=value", description = "Options, see below.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException {
    try {
      Map<String, String> complete = StreamArguments.complete(arguments());
      EngineChecks.check(complete);
      CheckpointFolder checkpoints = CheckpointFolder.prepare(complete);
      try {
        Optional<String> restoredFrom = Optional.ofNullable(complete.get("savepointPath"));
        StreamJob job = StreamJob.of(complete, restoredFrom);
        Optional<String> refusal = job.refusal(complete);
        if (refusal.isPresent()) {
          tell(refusal.get());
          return ExitCodes.FAILED;
        }
        return isOfACluster(complete) ? submit(job, complete) : run(job);
      } finally {
        checkpoints.close();
      }
    } catch (InvalidOptionsException e) {
      tell(e.getMessage());
      return ExitCodes.BAD_USAGE;
    } catch (KafkaException | RestoredState.UnreadableException e) {
      tell(e.getMessage());
      return ExitCodes.FAILED;
    }
  }

  /** Options, as they were given. */
  List<String> arguments() {
    return arguments;
  }

  private static boolean isOfACluster(Map<String, String> options) {
    return "FlinkRunner".equals(options.get("runner"))
        && !options.getOrDefault("flinkMaster", "").startsWith("[")
        && "false".equals(options.get("attachedMode"));
  }

  private void tell(@Nullable String problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.name() + ": " + problem);
    err.flush();
  }

  /** It runs on without us. */
  private static int submit(StreamJob job, Map<String, String> options)
      throws IOException, InvalidOptionsException {
    job.start();
    LOG.info("{} was submitted to {}", options.get("jobName"), options.get("flinkMaster"));
    return ExitCodes.DONE;
  }

  private static int run(StreamJob job) throws IOException, InvalidOptionsException {
    job.showMetrics();
    PipelineResult result = job.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(result), "stop-stream"));
    PipelineResult.State state = result.waitUntilFinish();
    LOG.info("The job has ended: {}", state);
    return state == PipelineResult.State.DONE || state == PipelineResult.State.CANCELLED
        ? ExitCodes.DONE
        : ExitCodes.FAILED;
  }

  private static void stop(PipelineResult result) {
    if (result.getState().isTerminal()) {
      return;
    }
    LOG.info("Stopping the job");
    Thread canceller = new Thread(() -> cancel(result), "cancel-stream");
    canceller.setDaemon(true);
    canceller.start();
    try {
      canceller.join(MILLIS_TO_CANCEL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cancel(PipelineResult result) {
    try {
      result.cancel();
    } catch (IOException e) {
      LOG.warn("The job could not be cancelled", e);
    }
  }
}
