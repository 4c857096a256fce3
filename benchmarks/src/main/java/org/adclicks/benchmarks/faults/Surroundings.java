package org.adclicks.benchmarks.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harm.Relays;
import org.adclicks.benchmarks.harm.SmallDisk;

/** What has to be around a stack before it starts, for some faults to happen to it. */
final class Surroundings implements AutoCloseable {

  private final List<Fault> faults;
  private final Optional<Relays> relays;
  private final Deque<SmallDisk> disks = new ArrayDeque<>();

  private Surroundings(List<Fault> faults, Optional<Relays> relays) {
    this.faults = faults;
    this.relays = relays;
  }

  static Surroundings of(List<Fault> faults) {
    boolean isRelayed =
        faults.stream().anyMatch(fault -> fault.needs().equals(Optional.of(Needs.RELAYS)));
    return new Surroundings(faults, isRelayed ? Optional.of(new Relays()) : Optional.empty());
  }

  Optional<Relays> relays() {
    return relays;
  }

  /** Gives folders disks of their own, in which the stack will find nothing of before. */
  void mountFor(BackgroundStack stack) {
    faults.stream()
        .flatMap(fault -> fault.disk().stream())
        .distinct()
        .forEach(folder -> disks.push(SmallDisk.at(stack.place(folder))));
  }

  /** For who looks for what it was that went wrong: files of these are not kept. */
  void sayWhatIsNotKept(BackgroundStack stack) {
    List<String> folders =
        faults.stream().flatMap(fault -> fault.disk().stream()).distinct().sorted().toList();
    if (!folders.isEmpty()) {
      FaultRun.tell(
          "not kept, on disks in memory: "
              + String.join(", ", folders)
              + " of "
              + stack.folder()
              + "; to keep them leave out the faults that fill them");
    }
  }

  @Override
  public void close() {
    disks.forEach(SmallDisk::close);
    relays.ifPresent(Relays::close);
  }
}
