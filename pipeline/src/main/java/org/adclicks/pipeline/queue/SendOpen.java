package org.adclicks.pipeline.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalNewsCoder;
import org.adclicks.transforms.open.OpenShard;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends open minutes to the queue, as {@code adclicks.v1.OpenMinute}, and tells of those that it
 * has acknowledged.
 *
 * <p>Shape: {@code PCollection<OpenShard>} -> {@code PCollection<ArrivalNews>}. Errors: what Kafka
 * does not take within two minutes fails the bundle. A minute that is larger than the topic takes,
 * or a row, is left out: nothing is said of it, nor of any before. Source: docs/decisions/0051.
 */
public final class SendOpen extends PTransform<PCollection<OpenShard>, PCollection<ArrivalNews>> {

  private static final long serialVersionUID = 1L;

  private final QueueSettings target;

  private SendOpen(QueueSettings target) {
    this.target = target;
  }

  public static SendOpen to(QueueSettings target) {
    return new SendOpen(target);
  }

  @Override
  public PCollection<ArrivalNews> expand(PCollection<OpenShard> shards) {
    return shards.apply("Send", ParDo.of(new SendOpenFn(target))).setCoder(ArrivalNewsCoder.of());
  }

  /** Tells of minutes at the end of the bundle: by then the queue has them all. */
  static final class SendOpenFn extends BackdatingFn<OpenShard, ArrivalNews> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(SendOpenFn.class);

    /** As much as a row takes, which is what becomes of it. */
    private static final int MOST_BYTES = 7_000_000;

    private final QueueProducer.OfStep producer;
    private transient List<Sent> sent = new ArrayList<>();

    SendOpenFn(QueueSettings target) {
      this.producer = new QueueProducer.OfStep(target);
    }

    @StartBundle
    public void start() {
      sent = new ArrayList<>();
      producer.startBundle();
    }

    @ProcessElement
    public void send(@Element OpenShard shard) {
      Sent open = Sent.of(shard);
      sent.add(open);
      if (shard.size() > MOST_BYTES) {
        open.isTooLarge.set(true);
        return;
      }
      OpenBlocks.Block block = shard.block();
      producer
          .get()
          .sendIfTaken(
              "open-%d-%d".formatted(block.minuteMillis(), block.shard()),
              QueueMessages.of(shard),
              () -> open.isTooLarge.set(true));
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      producer.await();
      for (Sent open : sent) {
        if (open.isTooLarge.get()) {
          LOG.warn(
              "An open minute of {} bytes is too large for the queue, and is not answered for"
                  + " before it is CLOSED: more --adShards make it smaller, or the topic's"
                  + " max.message.bytes takes more",
              open.bytes);
        }
        context.output(open.news(), BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
      }
      sent = new ArrayList<>();
    }

    @Teardown
    public void close() {
      producer.close();
    }

    /** What is to be told of one: which of both is known when the queue has answered. */
    private record Sent(
        ArrivalNews stored, ArrivalNews leftOut, int bytes, AtomicBoolean isTooLarge) {

      static Sent of(OpenShard shard) {
        return new Sent(shard.stored(), shard.leftOut(), shard.size(), new AtomicBoolean());
      }

      ArrivalNews news() {
        return isTooLarge.get() ? leftOut : stored;
      }
    }
  }
}
