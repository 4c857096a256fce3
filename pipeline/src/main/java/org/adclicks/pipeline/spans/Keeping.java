package org.adclicks.pipeline.spans;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What is kept of that which could be left out.
 *
 * @param windows the sliding windows that lists are kept of, as readers are told of them
 * @param names of tables, by {@link org.adclicks.proto.store.StoreSchema}
 */
public record Keeping(String windows, List<String> names) implements Serializable {

  /** Neither a window nor a name has it. */
  private static final String BETWEEN = "|";

  public Keeping {
    names = List.copyOf(names);
  }

  /** As it travels: not empty. */
  String text() {
    return windows + BETWEEN + String.join(",", names);
  }

  /** What {@link #text} made a text of. */
  static Keeping parse(String text) {
    int between = text.indexOf(BETWEEN);
    return new Keeping(
        text.substring(0, between),
        Arrays.stream(text.substring(between + 1).split(","))
            .filter(name -> !name.isEmpty())
            .toList());
  }
}
