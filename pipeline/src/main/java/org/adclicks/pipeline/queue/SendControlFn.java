package org.adclicks.pipeline.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.transforms.minutes.ToldThrough;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.OpenThrough;
import org.adclicks.v1.Reached;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a bundle has to tell as one control record, and its marks. How far all is complete
 * goes back when a stream returns to a checkpoint; how far it was told to be goes with it, and does
 * not.
 */
final class SendControlFn extends DoFn<byte[], Void> {

  private static final long serialVersionUID = 1L;

  /** A message of so many minutes is some 100 KB. */
  private static final int MOST_MINUTES = 2_000;

  private final ToldThrough toldBefore;
  private final QueueProducer.OfStep producer;
  private transient ToldTogether bundle = new ToldTogether();

  SendControlFn(QueueSettings target, ToldThrough toldBefore) {
    this.toldBefore = toldBefore;
    this.producer = new QueueProducer.OfStep(target);
  }

  @StartBundle
  public void start() {
    bundle = new ToldTogether();
    producer.startBundle();
  }

  @ProcessElement
  public void add(@Element byte[] element)
      throws InvalidProtocolBufferException, InterruptedException {
    bundle.add(Completeness.parseFrom(element));
    if (bundle.minutes() >= MOST_MINUTES) {
      finish();
    }
  }

  @FinishBundle
  public void finish() throws InterruptedException {
    Completeness all = bundle.message();
    if (all != null) {
      send(producer.get(), all);
      // Not before: an engine may end a bundle again that has failed.
      bundle = new ToldTogether();
    }
  }

  private void send(QueueProducer to, Completeness message) throws InterruptedException {
    if (message.hasComplete()) {
      to.control(message, Math.max(toldBefore.millis(), message.getComplete().getAsOfMillis()));
    } else {
      to.control(message);
    }
  }

  @Teardown
  public void close() {
    producer.close();
  }

  /**
   * What a bundle has to tell, as one message. What speaks of open minutes alone has no stream and
   * says nothing of what is kept: beside others these say it.
   *
   * <p>Mutable, not thread-safe.
   */
  static final class ToldTogether {

    private Completeness.@Nullable Builder told;
    private @Nullable OpenThrough open;

    void add(Completeness one) {
      if (one.hasOpen()) {
        OpenThrough before = open;
        if (before == null || one.getOpen().getThroughMillis() > before.getThroughMillis()) {
          open = one.getOpen();
        }
        return;
      }
      Completeness.Builder all = told;
      if (all == null) {
        told = one.toBuilder();
        return;
      }
      all.addAllMinutes(one.getMinutesList()).addAllUnread(one.getUnreadList());
      all.addAllCountedMillis(one.getCountedMillisList());
      if (one.hasComplete()) {
        all.setComplete(later(all.getComplete(), one.getComplete()));
      }
      if (one.hasFinal()) {
        all.setFinal(later(all.getFinal(), one.getFinal()));
      }
    }

    private static Reached later(Reached one, Reached other) {
      return one.getAsOfMillis() > other.getAsOfMillis() ? one : other;
    }

    /** Of how many minutes it speaks. */
    int minutes() {
      return told == null ? 0 : told.getMinutesCount();
    }

    /** All of it; null if there is nothing to tell. */
    @Nullable Completeness message() {
      if (told == null && open == null) {
        return null;
      }
      Completeness.Builder all = told == null ? Completeness.newBuilder() : told.clone();
      if (open != null) {
        all.setOpen(open);
      }
      return all.build();
    }
  }
}
