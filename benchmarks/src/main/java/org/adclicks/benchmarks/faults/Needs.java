package org.adclicks.benchmarks.faults;

import java.util.function.BooleanSupplier;
import org.adclicks.benchmarks.harm.SmallDisk;
import org.adclicks.benchmarks.harm.WrongClock;

/** What a fault takes besides a stack. */
@SuppressWarnings("ImmutableEnumChecker") // Asks the machine, holds nothing.
enum Needs {
  /** The stack has relays in front of its servers. */
  RELAYS("relays", () -> true),
  /** File systems can be mounted. */
  ROOT("root, to mount disks of a size", SmallDisk::isPossible),
  /** Another clock can be shown to a process. */
  FAKETIME("libfaketime (apt-get install faketime)", WrongClock::isPossible);

  private final String what;
  private final BooleanSupplier here;

  Needs(String what, BooleanSupplier here) {
    this.what = what;
    this.here = here;
  }

  boolean isHere() {
    return here.getAsBoolean();
  }

  @Override
  public String toString() {
    return what;
  }
}
