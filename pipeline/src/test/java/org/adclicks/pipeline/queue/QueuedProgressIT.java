package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.adclicks.pipeline.RealServers;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.transforms.minutes.ToldThrough;
import org.adclicks.v1.CellTotals;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.Reached;
import org.junit.jupiter.api.Test;

/** What attempts before have told, in a real topic. */
class QueuedProgressIT {

  private static final int MORE_THAN_ARE_LOOKED_AT_FIRST = 6_000;

  private final RealServers servers = RealServers.get();

  @Test
  void isWhatWasToldLastHoweverMuchCameBehindIt() throws Exception {
    QueueSettings queue = queue("told-far-back");
    assertThat(asked(queue)).isEqualTo(ToldThrough.NOTHING.millis());
    ToldThrough first = QueuedProgress.of(queue);
    QueueProducer producer = QueueProducer.connect(queue);
    try {
      send(producer, MORE_THAN_ARE_LOOKED_AT_FIRST);
      assertThat(first.millis()).isEqualTo(ToldThrough.NOTHING.millis());
      producer.control(reached(400), 400);
      // As a stream told that knew of no attempt before it.
      producer.control(reached(500));
      producer.control(Completeness.newBuilder().addCountedMillis(60_000).build());
      send(producer, MORE_THAN_ARE_LOOKED_AT_FIRST);
    } finally {
      producer.close();
    }
    assertThat(asked(queue)).isEqualTo(500);
    assertThat(first.millis()).as("of before it began").isEqualTo(ToldThrough.NOTHING.millis());
  }

  /** A third attempt is to know what the first has told, though the second was behind it. */
  @Test
  void doesNotGoBackWithAStreamThatDoes() throws Exception {
    QueueSettings queue = queue("told-twice");
    attempt(queue, 900);
    assertThat(asked(queue)).isEqualTo(900);
    attempt(queue, 700, 800);
    assertThat(asked(queue)).isEqualTo(900);
    attempt(queue, 600);
    assertThat(asked(queue)).isEqualTo(900);
    attempt(queue, 750, 950);
    assertThat(asked(queue)).isEqualTo(950);
  }

  private QueueSettings queue(String topic) {
    servers.createTopics(Map.of(topic, 2));
    return new QueueSettings(servers.bootstrapServers(), topic, 2, null);
  }

  private static long asked(QueueSettings queue) {
    return QueuedProgress.of(queue).millis();
  }

  private static void attempt(QueueSettings queue, long... told) throws Exception {
    SendControlFn worker = new SendControlFn(queue, QueuedProgress.of(queue));
    for (long asOf : told) {
      worker.start();
      worker.add(reached(asOf).toByteArray());
      worker.finish();
    }
    worker.close();
  }

  private static void send(QueueProducer producer, int records) {
    for (int i = 0; i < records; i++) {
      producer.send("key " + i, CellTotals.getDefaultInstance(), false, false);
    }
    producer.await();
  }

  private static Completeness reached(long asOf) {
    return Completeness.newBuilder().setComplete(Reached.newBuilder().setAsOfMillis(asOf)).build();
  }
}
