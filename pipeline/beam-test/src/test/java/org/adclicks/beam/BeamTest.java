package org.adclicks.beam;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.ValidatesRunner;
import org.apache.beam.sdk.transforms.ParDoTest;
import org.junit.Ignore;
import org.junit.experimental.categories.Category;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;

/** One test method of Beam's that any runner should pass, and what it says it uses. */
record BeamTest(Class<?> type, String method, Set<String> uses) {

  private static final String CLASSES = "org/apache/beam/sdk/";

  /** All there are in the jar of Beam's tests, by name. */
  static List<BeamTest> all() throws IOException, URISyntaxException {
    Path jar = Path.of(ParDoTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<BeamTest> all = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> names =
          file.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith(CLASSES) && name.endsWith(".class"))
              .filter(name -> name.contains("Test"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
      for (String name : names) {
        addTests(name, all);
      }
    }
    all.sort(Comparator.comparing(BeamTest::name));
    return all;
  }

  private static void addTests(String className, List<BeamTest> all) {
    Class<?> type;
    Method[] methods;
    try {
      type = Class.forName(className, false, BeamTest.class.getClassLoader());
      methods = type.getMethods();
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      // Needs a library that only Beam's build has.
      return;
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      return;
    }
    for (Method method : methods) {
      Category category = method.getAnnotation(Category.class);
      if (category != null
          && method.isAnnotationPresent(org.junit.Test.class)
          && !method.isAnnotationPresent(Ignore.class)
          && Stream.of(category.value()).anyMatch(ValidatesRunner.class::isAssignableFrom)) {
        all.add(
            new BeamTest(
                type,
                method.getName(),
                Stream.of(category.value()).map(Class::getSimpleName).collect(Collectors.toSet())));
      }
    }
  }

  /** As {@code ParDoTest.StateTests.testMapState}. */
  String name() {
    String name = type.getName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.') + "." + method;
  }

  /**
   * Runs it.
   *
   * @throws AssertionError if it fails, or was not run
   */
  void run() {
    Result result =
        new JUnitCore()
            .run(
                Request.aClass(type)
                    .filterWith(
                        Filter.matchMethodDescription(
                            Description.createTestDescription(type, method))));
    for (Failure failure : result.getFailures()) {
      throw new AssertionError(name(), failure.getException());
    }
    long skipped = (long) result.getIgnoreCount() + result.getAssumptionFailureCount();
    if (result.getRunCount() != 1 || skipped != 0) {
      throw new AssertionError(
          name() + ": " + result.getRunCount() + " run, " + skipped + " skipped");
    }
  }
}
