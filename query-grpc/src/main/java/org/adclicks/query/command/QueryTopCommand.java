package org.adclicks.query.command;

import java.util.concurrent.Callable;
import org.adclicks.query.service.BuildInfo;
import org.adclicks.v1.ListPopularAdsRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which ads were clicked most. */
@Command(
    name = "top",
    description = "Which ads were clicked most?",
    mixinStandardHelpOptions = true,
    versionProvider = BuildInfo.class)
final class QueryTopCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private QueryClient client;
  @Mixin private FilterOption filter;

  @Option(names = "--count", description = "How many ads, 1 to 1000. Default: ${DEFAULT-VALUE}")
  private int count = 100;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      description = "The newest window of this length, e.g. 1m, 7m, 1h. Default: 1m")
  private String window = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "With --to, instead of --window: RFC 3339 or milliseconds since 1970;"
              + " rounded down to the minute.")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Rounded up to the minute.")
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
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be 1 to 1000, not " + count);
    }
    ListPopularAdsRequest request =
        ListPopularAdsRequest.newBuilder()
            .setCount(count)
            .setWindow(window)
            .setFrom(from)
            .setTo(to)
            .setFilter(filter.text())
            .setIncludeOpen(includeOpen)
            .build();
    AnswerPrinter printer = new AnswerPrinter(spec.commandLine().getOut(), json);
    return client.ask(spec, service -> service.listPopularAds(request), printer::print);
  }
}
