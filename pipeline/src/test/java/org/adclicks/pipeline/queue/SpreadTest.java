package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final String REMEDY = "stop the stream and start it again";

  private final Spread spread = new Spread("queue", 4);

  @Test
  void takesWhatIsSpreadOverAll() {
    spread.ends(1, 5);
    assertThatCode(
            () -> {
              spread.check(at(1, 4), 4);
              spread.check(at(1, 5), 4);
              spread.checkTopic(Set.of(0, 1, 2, 3));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void refusesASenderThatKnowsFewer() {
    spread.ends(1, 5);
    spread.ends(1, 9);
    assertThatThrownBy(() -> spread.check(at(1, 5), 3))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "topic queue has 4 partitions", "over 3", "offset 5 of partition 1", REMEDY);
  }

  /** Or nobody would ever get past it, though the stream was started again. */
  @Test
  void takesWhatWasLeftOfSuchASender() {
    assertThatCode(() -> spread.check(at(1, 4), 3)).doesNotThrowAnyException();
    spread.ends(1, 5);
    assertThatCode(() -> spread.check(at(1, 4), 3)).doesNotThrowAnyException();
  }

  @Test
  void refusesASenderThatKnowsMore() {
    spread.ends(1, 5);
    assertThatThrownBy(() -> spread.check(at(1, 0), 5))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("topic queue has 4 partitions", "over 5", REMEDY);
  }

  @Test
  void refusesATopicThatGrows() {
    assertThatThrownBy(() -> spread.checkTopic(Set.of(0, 1, 2, 3, 4)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("5 partitions now and had 4", REMEDY);
  }

  private static ConsumerRecord<byte[], byte[]> at(int partition, long offset) {
    return new ConsumerRecord<>("queue", partition, offset, new byte[0], new byte[0]);
  }
}
