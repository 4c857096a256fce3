package org.adclicks.benchmarks.people;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A log with what is difficult about people: one of them has a tenth of all clicks, and some clicks
 * come again from another country.
 *
 * @param all its lines, in the order they are sent
 * @param inTime those that surely came before their minute could close
 * @param lines of all
 * @param moved of these, clicks that came again from another country
 */
record PeopleLog(Path all, Path inTime, long lines, long moved) {

  /**
   * Makes it of another log.
   *
   * @param linesPerMinute of that log, about
   */
  static PeopleLog of(Path log, long linesPerMinute, long seed) {
    Path all = log.resolveSibling("sent.json");
    Path inTime = log.resolveSibling("in-time.json");
    try (BufferedReader in = Files.newBufferedReader(log);
        BufferedWriter toAll = Files.newBufferedWriter(all);
        BufferedWriter toInTime = Files.newBufferedWriter(inTime)) {
      Copying copying = new Copying(toAll, toInTime);
      HotUser hot = new HotUser(new Random(seed));
      MovedClicks moved = new MovedClicks(new Random(seed), linesPerMinute);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String sent = hot.line(line);
        copying.write(sent);
        for (String copy : moved.behind(sent)) {
          copying.write(copy);
        }
      }
      for (String copy : moved.rest()) {
        copying.write(copy);
      }
      return new PeopleLog(all, inTime, copying.lines, moved.moved());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Copying {

    private final BufferedWriter all;
    private final BufferedWriter inTime;
    private final InTime judge = new InTime();
    private long lines;

    Copying(BufferedWriter all, BufferedWriter inTime) {
      this.all = all;
      this.inTime = inTime;
    }

    void write(String line) throws IOException {
      lines++;
      all.write(line);
      all.write('\n');
      if (judge.isSurely(line)) {
        inTime.write(line);
        inTime.write('\n');
      }
    }
  }
}
