package org.adclicks.pipeline.generate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C as a wish to end: the JVM waits until what was begun is finished and told. */
final class Interruption implements AutoCloseable {

  private static final int GRACE_SECONDS = 15;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;

  static Interruption watch() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::request, "end-generate"));
    return interruption;
  }

  boolean isRequested() {
    return requested;
  }

  @Override
  public void close() {
    finished.countDown();
  }

  private void request() {
    requested = true;
    try {
      if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("generate: stopped before everything was written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
