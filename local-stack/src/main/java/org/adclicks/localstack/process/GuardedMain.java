package org.adclicks.localstack.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class every child process starts with: runs the main class named first, and ends the
 * process once its standard input is at its end, which is when the parent stops it or is gone.
 *
 * <p>Uses nothing but the JDK: it is put on class paths that are not ours.
 */
public final class GuardedMain {

  private static final long MILLIS_TO_END = 30_000;

  private GuardedMain() {}

  /** Runs {@code args[0]}'s main with the other arguments. */
  public static void main(String[] args) throws Exception {
    ignoreInterrupts();
    Thread guard = new Thread(GuardedMain::endWithParent, "parent-guard");
    guard.setDaemon(true);
    guard.start();
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    try {
      Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  /**
   * Ctrl-C reaches every process of the terminal at once; the parent alone shall act on it, and
   * stop its children in order. By reflection: javac warns of sun.misc and cannot be told not to.
   */
  private static void ignoreInterrupts() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance("INT"),
              handler.getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException e) {
      System.err.println("interrupts are not ignored: " + e);
    }
  }

  private static void endWithParent() {
    try {
      byte[] ignored = new byte[64];
      while (System.in.read(ignored) >= 0) {
        // The parent never writes; only the end matters.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Thread deadline = new Thread(GuardedMain::haltLater, "halt-deadline");
    deadline.setDaemon(true);
    deadline.start();
    System.exit(0);
  }

  private static void haltLater() {
    try {
      Thread.sleep(MILLIS_TO_END);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if so, end at once.
    }
    Runtime.getRuntime().halt(1);
  }
}
