package org.adclicks.benchmarks.harm;

/** A part ends by kill -9, and all it had kept is gone; the supervisor starts it with nothing. */
public record Lost(String part) implements Harm {

  @Override
  public void happen(Scene scene) {
    scene.stack().lose(part);
  }
}
