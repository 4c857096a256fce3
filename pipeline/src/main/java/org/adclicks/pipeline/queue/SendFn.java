package org.adclicks.pipeline.queue;

import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.store.OpenedOnce;
import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Instant;

/**
 * Sends what comes; a bundle ends when the queue has acknowledged all of it.
 *
 * <p>Errors: a bundle fails with what the queue does not take within Kafka's {@code
 * delivery.timeout.ms}, two minutes.
 */
final class SendFn<T> extends DoFn<T, Void> {

  private static final long serialVersionUID = 1L;

  private final QueueSettings target;
  private final Envelope<T> envelope;
  private final OpenedOnce<QueueProducer> producer = new OpenedOnce<>();

  SendFn(QueueSettings target, Envelope<T> envelope) {
    this.target = target;
    this.envelope = envelope;
  }

  /** A producer that failed stays so until its bundle is given up: no one after may end well. */
  @StartBundle
  public void start() {
    if (producer.ifOpen().filter(QueueProducer::hasFailed).isPresent()) {
      producer.close();
    }
  }

  @ProcessElement
  public void send(@Element T element, @Timestamp Instant timestamp) {
    open()
        .send(
            envelope.keyOf(element),
            envelope.messageOf(element),
            envelope.isCorrection(element, timestamp.getMillis()),
            envelope.isResent(element));
  }

  private QueueProducer open() {
    return producer.get(() -> QueueProducer.connect(target));
  }

  @FinishBundle
  public void finish() {
    producer.ifOpen().ifPresent(QueueProducer::await);
  }

  @Teardown
  public void close() {
    producer.close();
  }
}
