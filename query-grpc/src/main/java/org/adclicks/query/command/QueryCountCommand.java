package org.adclicks.query.command;

import java.util.concurrent.Callable;
import org.adclicks.query.service.BuildInfo;
import org.adclicks.v1.GetAggregatedCountRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How often an ad was clicked. */
@Command(
    name = "count",
    description = "How often was an ad clicked?",
    mixinStandardHelpOptions = true,
    versionProvider = BuildInfo.class)
final class QueryCountCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private QueryClient client;
  @Mixin private FilterOption filter;

  @Parameters(paramLabel = "AD", description = "The ad's id.")
  private String adId;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "RFC 3339 or milliseconds since 1970; rounded down to the minute."
              + " Default: one minute before --to")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Rounded up to the minute. Default: as far as all clicks are counted")
  private String to = "";

  @Option(
      names = "--include-open",
      description =
          "With minutes still open, as far as they are counted; the newest ends the interval unless"
              + " --to does.")
  private boolean includeOpen;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    GetAggregatedCountRequest request =
        GetAggregatedCountRequest.newBuilder()
            .setAdId(adId)
            .setFrom(from)
            .setTo(to)
            .setFilter(filter.text())
            .setIncludeOpen(includeOpen)
            .build();
    AnswerPrinter printer = new AnswerPrinter(spec.commandLine().getOut(), json);
    return client.ask(spec, service -> service.getAggregatedCount(request), printer::print);
  }
}
