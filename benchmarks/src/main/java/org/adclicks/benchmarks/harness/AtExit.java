package org.adclicks.benchmarks.harness;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is to be done if this JVM ends early, one after the other, what was begun last first: a disk
 * is taken away before the folder it is in, and a stack stops before its state is deleted.
 */
public final class AtExit {

  private static final Deque<Runnable> WORK = new ArrayDeque<>();

  private AtExit() {}

  /** Adds something that is done before all that was added earlier. */
  public static void first(Runnable work) {
    synchronized (WORK) {
      if (WORK.isEmpty()) {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::doAll, "at-exit"));
      }
      WORK.push(work);
    }
  }

  private static void doAll() {
    synchronized (WORK) {
      for (Runnable work : WORK) {
        try {
          work.run();
        } catch (RuntimeException e) {
          // The rest is to be done nevertheless.
          System.err.println("at exit: " + e);
        }
      }
    }
  }
}
