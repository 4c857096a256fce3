package org.adclicks.benchmarks.harm;

import java.time.Duration;

/** Where harm is done: a stack under load, and whoever sends to it and asks it. */
public interface Scene {

  BackgroundStack stack();

  /** For how long a server is away that is kept away. */
  Duration awayTime();

  /** Lets time go by; clicks and questions go on. */
  void pass(Duration time);

  /** Does this while no click is sent; all follow to where the stack is then. */
  void whileNothingIsSent(Runnable work);

  /** Has this send beside the others from now on. */
  void accompany(Companion companion);

  void say(String line);
}
