package org.adclicks.pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class OpenedOnceTest {

  private final List<String> happened = new ArrayList<>();
  private final OpenedOnce<OpenedOnce.Closing> door = new OpenedOnce<>();

  @Test
  void opensForTheFirstAndClosesOnce() {
    assertThat(door.ifOpen()).isEmpty();
    door.close();
    assertThat(door.get(this::open)).isSameAs(door.get(this::open));
    door.close();
    door.close();
    assertThat(happened).containsExactly("opened", "closed");
    door.get(this::open);
    assertThat(happened).containsExactly("opened", "closed", "opened");
  }

  @Test
  void travelsClosed() {
    door.get(this::open);
    assertThat(SerializableUtils.clone(door).ifOpen()).isEmpty();
  }

  private OpenedOnce.Closing open() {
    happened.add("opened");
    return () -> happened.add("closed");
  }
}
