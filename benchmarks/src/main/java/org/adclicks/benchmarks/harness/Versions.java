package org.adclicks.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.adclicks.benchmarks.report.Report;

/** The versions of what others have written and is measured, as the build has them. */
public final class Versions {

  private Versions() {}

  /**
   * Names these in a report.
   *
   * @throws IllegalArgumentException for one the build does not know
   */
  public static void tell(Report report, String... names) {
    Properties known = read();
    for (String name : names) {
      String version = known.getProperty(name);
      if (version == null) {
        throw new IllegalArgumentException("versions.properties does not name " + name);
      }
      report.version(name, version);
    }
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream resource = Versions.class.getResourceAsStream("versions.properties")) {
      if (resource == null) {
        throw new IllegalStateException("versions.properties is not on the class path");
      }
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
