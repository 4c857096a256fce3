package org.adclicks.query.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What the build knows and the program says: its version, and those of what it serves. */
public final class BuildInfo implements IVersionProvider {

  private final Properties properties = new Properties();

  BuildInfo() {
    try (InputStream resource = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (resource == null) {
        throw new IllegalStateException("build.properties is not on the class path");
      }
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uplotVersion() {
    return properties.getProperty("uplot.version", "");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"adclicks " + properties.getProperty("adclicks.version", "")};
  }
}
