package org.adclicks.access;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings with secrets in them, as {@code name=value} lines of a UTF-8 file. <code>${env:NAME}
 * </code> in a value is an environment variable, <code>${file:PATH}</code> the content of another
 * file without the blanks around it.
 *
 * <p>It is read by whoever makes a client, at that moment: options, job graphs and checkpoints hold
 * its path and never its content.
 *
 * <p>Errors: {@link SettingsFileException}.
 */
final class SettingsFile {

  /** With this the file brings Kafka's own way of looking secrets up, which has the same form. */
  private static final String OWN_PROVIDERS = "config.providers";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  private SettingsFile() {}

  static Map<String, String> read(Path file) {
    return read(file, System::getenv);
  }

  static Map<String, String> read(Path file, EnvironmentLookup environment) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsFileException("'" + file + "' cannot be read: " + e.getMessage());
    }
    boolean kafkaLooksUp = properties.containsKey(OWN_PROVIDERS);
    Map<String, String> settings = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name).strip();
      settings.put(
          name,
          kafkaLooksUp ? value : replaced(value, found -> find(file, name, found, environment)));
    }
    return settings;
  }

  /** How environment variables are looked up. */
  @FunctionalInterface
  interface EnvironmentLookup {
    @Nullable String get(String name);
  }

  private static String replaced(String value, UnaryOperator<String> find) {
    Matcher matcher = REFERENCE.matcher(value);
    return matcher.replaceAll(
        match -> Matcher.quoteReplacement(find.apply(match.group(1) + ":" + match.group(2))));
  }

  private static String find(
      Path file, String name, String reference, EnvironmentLookup environment) {
    String what = reference.substring(reference.indexOf(':') + 1);
    if (reference.startsWith("env:")) {
      String value = environment.get(what);
      if (value == null) {
        throw new SettingsFileException(
            "'"
                + file
                + "' wants the environment variable "
                + what
                + " for "
                + name
                + ", which is not set");
      }
      return value;
    }
    try {
      return Files.readString(Path.of(what)).strip();
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsFileException(
          "'"
              + file
              + "' wants the file '"
              + what
              + "' for "
              + name
              + ", which cannot be read: "
              + e.getMessage());
    }
  }
}
