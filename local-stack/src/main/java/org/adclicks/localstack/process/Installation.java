package org.adclicks.localstack.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The folder adclicks was built in, or where a distribution was unpacked, and the class paths that
 * are there.
 *
 * <p>Found by the system property {@code adclicks.home}, else the nearest folder above the current
 * one that holds both {@code mvnw} and {@code local-stack}.
 */
public final class Installation {

  private static final String HOME_PROPERTY = "adclicks.home";

  private final Path home;

  private Installation(Path home) {
    this.home = home;
  }

  /**
   * The installation this process belongs to.
   *
   * @throws StackFailure if it was started from nowhere near one
   */
  public static Installation find() {
    String given = System.getProperty(HOME_PROPERTY);
    if (given != null) {
      return new Installation(Path.of(given).toAbsolutePath().normalize());
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("mvnw"))
          && Files.isDirectory(folder.resolve("local-stack"))) {
        return new Installation(folder);
      }
    }
    throw new StackFailure(
        "no adclicks build found above " + start + "; say where with -D" + HOME_PROPERTY + "=DIR");
  }

  public Path home() {
    return home;
  }

  /** The class path of a server that is not ours: {@code kafka} or {@code cassandra}. */
  public String serverClassPath(String server) {
    return isDistribution()
        ? distributed(server)
        : written(home.resolve("local-stack/servers").resolve(server));
  }

  /** The class path of one of our modules, its own classes first. */
  public String moduleClassPath(String module) {
    if (isDistribution()) {
      return distributed(module);
    }
    Path folder = home.resolve(module);
    return folder.resolve("target/classes") + File.pathSeparator + written(folder);
  }

  /** The JVM options that open what the engines need of Java 17. */
  public static List<String> openedPackages() {
    try (InputStream in = Installation.class.getResourceAsStream("/jvm-options.txt")) {
      if (in == null) {
        throw new IllegalStateException("jvm-options.txt is not on the class path");
      }
      String options = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      return List.of(options.split("\\s+", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isDistribution() {
    return Files.isDirectory(classPaths());
  }

  private Path classPaths() {
    return home.resolve("lib/classpath");
  }

  /** There each is a list of jars in the folder lib. */
  private String distributed(String name) {
    Path file = classPaths().resolve(name + ".txt");
    try {
      return Arrays.stream(Files.readString(file).strip().split(":", -1))
          .map(jar -> home.resolve("lib").resolve(jar).toString())
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new StackFailure(file + " is missing: unpack the distribution again", e);
    }
  }

  private static String written(Path module) {
    Path file = module.resolve("target/classpath.txt");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StackFailure(file + " is missing: build it with ./mvnw package -DskipTests", e);
    }
  }

  /** Where the classes of this module were loaded from: a jar or a folder. */
  static String codeLocation() {
    try {
      return Path.of(GuardedMain.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
