package org.adclicks.localstack.command;

/** Help text shared by the commands that start a pipeline. */
final class RunnerOption {

  static final String DESCRIPTION =
      "Engine of the pipeline: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).";

  private RunnerOption() {}
}
