package org.adclicks.localstack;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.StackFailure;
import org.jspecify.annotations.Nullable;

/**
 * One process of a stack, and how it is started: the first time, and again when it has ended.
 *
 * <p>State: the process that runs, or ran last.
 */
public final class Part {

  private final String name;
  private final Supplier<ChildProcess> starter;
  private final List<Part> needs;
  private volatile @Nullable ChildProcess process;

  /**
   * A part that was not started yet.
   *
   * @param starter returns when the process is ready, or throws {@link StackFailure} and leaves
   *     none
   * @param needs what must be up before it is worth a try
   */
  public Part(String name, Supplier<ChildProcess> starter, Part... needs) {
    this.name = name;
    this.starter = starter;
    this.needs = List.of(needs);
  }

  public String name() {
    return name;
  }

  /** Starts the process and returns it when it is ready. */
  public ChildProcess start() {
    ChildProcess started = starter.get();
    process = started;
    return started;
  }

  /** The process started last; it may have ended. */
  public Optional<ChildProcess> process() {
    return Optional.ofNullable(process);
  }

  public boolean isUp() {
    ChildProcess current = process;
    return current != null && current.isAlive();
  }

  /** Those of the parts this one needs that are not up. */
  List<String> missing() {
    return needs.stream().filter(part -> !part.isUp()).map(Part::name).toList();
  }
}
