package org.adclicks.localstack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the servers log: warnings and milestones to standard output, which goes to a file. */
final class ServerLogging {

  private static final String CONFIGURATION =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{30} %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private ServerLogging() {}

  /** Writes the logback configuration into the server's folder. */
  static Path write(Path folder) throws IOException {
    return Files.writeString(folder.resolve("logback.xml"), CONFIGURATION);
  }

  /** The JVM option that makes logback read it. */
  static String option(Path configuration) {
    return "-Dlogback.configurationFile=" + configuration;
  }
}
