package org.adclicks.query.command;

import picocli.CommandLine.Option;

/** Which clicks a command asks about. */
final class FilterOption {

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "E.g. 'country = \"US\" AND ip = \"1.2.3.4\"'; fields: country, user_id, ip")
  private String filter = "";

  /** The filter as given; empty for all clicks. */
  String text() {
    return filter;
  }
}
