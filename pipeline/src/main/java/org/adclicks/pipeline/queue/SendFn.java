package org.adclicks.pipeline.queue;

import org.adclicks.pipeline.options.QueueSettings;
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

  private final Envelope<T> envelope;
  private final QueueProducer.OfStep producer;

  SendFn(QueueSettings target, Envelope<T> envelope) {
    this.envelope = envelope;
    this.producer = new QueueProducer.OfStep(target);
  }

  @StartBundle
  public void start() {
    producer.startBundle();
  }

  @ProcessElement
  public void send(@Element T element, @Timestamp Instant timestamp) {
    producer
        .get()
        .send(
            envelope.keyOf(element),
            envelope.messageOf(element),
            envelope.isCorrection(element, timestamp.getMillis()),
            envelope.isResent(element));
  }

  @FinishBundle
  public void finish() {
    producer.await();
  }

  @Teardown
  public void close() {
    producer.close();
  }
}
