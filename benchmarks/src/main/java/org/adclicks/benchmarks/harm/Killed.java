package org.adclicks.benchmarks.harm;

/** A part ends by kill -9; the stack's supervisor starts it again. */
public record Killed(String part) implements Harm {

  @Override
  public void happen(Scene scene) {
    scene.stack().kill(part);
  }
}
