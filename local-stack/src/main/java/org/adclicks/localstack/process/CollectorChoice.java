package org.adclicks.localstack.process;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether the environment has chosen a garbage collector for every JVM, by a variable that JVMs
 * read themselves.
 */
public record CollectorChoice(boolean made) {

  private static final List<String> VARIABLES =
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");
  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC\\b");

  /** What this environment says. */
  public static CollectorChoice of(Map<String, String> environment) {
    return new CollectorChoice(
        VARIABLES.stream()
            .anyMatch(name -> COLLECTOR.matcher(environment.getOrDefault(name, "")).find()));
  }

  /** These JVM options, without a collector if one is chosen already. */
  public List<String> withoutOurs(List<String> jvmOptions) {
    return made
        ? jvmOptions.stream().filter(option -> !COLLECTOR.matcher(option).matches()).toList()
        : jvmOptions;
  }
}
