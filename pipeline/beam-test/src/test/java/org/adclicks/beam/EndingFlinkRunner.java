package org.adclicks.beam;

import com.google.common.base.Throwables;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.UserCodeException;

/**
 * Flink's runner, which tells a failed job as Beam's tests expect it: by what the code of the test
 * threw. Beam's own for tests would replace {@code --flinkMaster}.
 */
public final class EndingFlinkRunner extends PipelineRunner<PipelineResult> {

  private final FlinkRunner flink;

  private EndingFlinkRunner(FlinkRunner flink) {
    this.flink = flink;
  }

  /** Called by Beam. */
  public static EndingFlinkRunner fromOptions(PipelineOptions options) {
    return new EndingFlinkRunner(FlinkRunner.fromOptions(options));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    try {
      return flink.run(pipeline);
    } catch (RuntimeException failure) {
      Throwable cause = failure;
      for (Throwable one : Throwables.getCausalChain(failure)) {
        if (one instanceof AssertionError assertion) {
          throw assertion;
        }
        if (one instanceof UserCodeException && one.getCause() != null) {
          cause = one.getCause();
        }
      }
      throw new PipelineExecutionException(cause);
    }
  }
}
