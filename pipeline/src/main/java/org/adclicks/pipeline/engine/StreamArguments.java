package org.adclicks.pipeline.engine;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.adclicks.pipeline.options.InvalidOptionsException;

/**
 * The stream's arguments put together: what the command line says, else an options file, else what
 * we prefer for the engine.
 */
public final class StreamArguments {

  /** Which job it is. */
  public static final String JOB = "job";

  private static final String OPTIONS_FILE = "optionsFile";
  private static final String RUNNER = "runner";
  private static final String DEFAULT_RUNNER = "DirectRunner";
  private static final String JOB_NAME = "jobName";

  /** One name over all restarts, to find the job by; Beam's own has a time in it. */
  private static final String USUAL_JOB_NAME = "adclicks-";

  private static final String STREAM = "stream";

  private static final String FLINK = "FlinkRunner";
  private static final String PARALLELISM = "parallelism";
  private static final String SLOTS = "sourceSlots";

  private StreamArguments() {}

  /** Name to value, complete. */
  public static Map<String, String> complete(List<String> commandLine)
      throws InvalidOptionsException {
    return complete(commandLine, DEFAULT_RUNNER);
  }

  /**
   * The same for a job that runs on this engine where none is named, on the command line or in a
   * file.
   */
  public static Map<String, String> complete(List<String> commandLine, String usualRunner)
      throws InvalidOptionsException {
    Map<String, String> given = parse(commandLine);
    Map<String, String> all = new LinkedHashMap<>();
    String file = given.remove(OPTIONS_FILE);
    if (file != null) {
      all.putAll(read(Path.of(file)));
    }
    all.putAll(given);
    all.putIfAbsent(RUNNER, usualRunner);
    all.putIfAbsent(JOB_NAME, USUAL_JOB_NAME + all.getOrDefault(JOB, STREAM));
    EngineDefaults.of(all.get(RUNNER)).forEach(all::putIfAbsent);
    if (FLINK.equals(all.get(RUNNER))) {
      shareOutTopic(all);
    }
    return all;
  }

  /**
   * Each of Flink's subtasks needs a share of the topic: one without is never told so, and holds
   * the watermark for good. More shares than subtasks are fine.
   */
  private static void shareOutTopic(Map<String, String> all) throws InvalidOptionsException {
    String parallelism = all.getOrDefault(PARALLELISM, "1");
    String slots = all.putIfAbsent(SLOTS, parallelism);
    if (slots != null && isNumber(slots) && isNumber(parallelism)) {
      if (Integer.parseInt(slots) < Integer.parseInt(parallelism)) {
        throw new InvalidOptionsException(
            List.of(
                "--sourceSlots=" + slots + " must not be less than --parallelism=" + parallelism));
      }
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }

  /** As Beam takes them. */
  public static String[] toArguments(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> "--" + option.getKey() + "=" + option.getValue())
        .toArray(String[]::new);
  }

  private static Map<String, String> parse(List<String> commandLine)
      throws InvalidOptionsException {
    Map<String, String> given = new LinkedHashMap<>();
    for (String argument : commandLine) {
      if (!argument.startsWith("--") || argument.length() == 2) {
        throw new InvalidOptionsException(
            List.of("'" + argument + "' is no option: options are --name=value"));
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
      String value = equals < 0 ? "true" : argument.substring(equals + 1);
      if (given.put(name, value) != null) {
        throw new InvalidOptionsException(List.of("--" + name + " is given twice"));
      }
    }
    return given;
  }

  private static Map<String, String> read(Path file) throws InvalidOptionsException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException e) {
      throw new InvalidOptionsException(
          List.of("--optionsFile " + file + " cannot be read: " + e.getMessage()));
    }
    Map<String, String> options = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      options.put(name, properties.getProperty(name).strip());
    }
    return options;
  }
}
