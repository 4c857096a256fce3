package org.adclicks.localstack.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a child JVM runs.
 *
 * @param name of the process in messages and of its log file, e.g. {@code kafka}
 * @param classPath as {@code java -cp} takes it
 * @param mainClass whose main is run
 * @param jvmOptions heap, opened packages, system properties
 * @param arguments of the main class
 * @param before words that start the words that start the JVM
 */
public record ChildCommand(
    String name,
    String classPath,
    String mainClass,
    List<String> jvmOptions,
    List<String> arguments,
    List<String> before) {

  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final List<String> BEHIND_OTHERS = List.of(NICE.toString(), "-n", "10");

  private static final Path TIMER_SLACK = Path.of("/proc/self/timerslack_ns");
  private static final long SLACK_NANOS = 500_000;
  private static final List<String> WITH_SLACK =
      List.of(
          "/bin/sh",
          "-c",
          "{ echo %d > %s; } 2> /dev/null; exec \"$@\"".formatted(SLACK_NANOS, TIMER_SLACK),
          "sh");

  public ChildCommand {
    before = List.copyOf(before);
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  public ChildCommand(
      String name,
      String classPath,
      String mainClass,
      List<String> jvmOptions,
      List<String> arguments) {
    this(name, classPath, mainClass, jvmOptions, arguments, /* before= */ List.of());
  }

  /**
   * The same with less of a claim to the processor, where the system can be told so: for work that
   * comes in bursts beside what is asked (docs/decisions/0055).
   */
  public ChildCommand behindOthers() {
    return Files.isExecutable(NICE) ? startedBy(BEHIND_OTHERS) : this;
  }

  /**
   * The same with timers that may be half a millisecond late, where the system can be told so: for
   * who sleeps for some microseconds again and again (docs/decisions/0056).
   */
  public ChildCommand withTimerSlack() {
    return Files.isWritable(TIMER_SLACK) ? startedBy(WITH_SLACK) : this;
  }

  private ChildCommand startedBy(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(before);
    return new ChildCommand(name, classPath, mainClass, jvmOptions, arguments, all);
  }

  /** The words to start it with, guarded so that it ends with its parent. */
  public List<String> words() {
    return words(System.getenv());
  }

  /** The same in another environment: a collector chosen there wins, as a JVM refuses two. */
  List<String> words(Map<String, String> environment) {
    List<String> words = new ArrayList<>(before);
    words.add(javaBinary());
    words.addAll(CollectorChoice.of(environment).withoutOurs(jvmOptions));
    words.add("-cp");
    words.add(Installation.codeLocation() + File.pathSeparator + classPath);
    words.add(GuardedMain.class.getName());
    words.add(mainClass);
    words.addAll(arguments);
    return words;
  }

  /** The java this process runs on. */
  static String javaBinary() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
