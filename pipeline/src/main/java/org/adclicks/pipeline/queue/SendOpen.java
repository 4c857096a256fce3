package org.adclicks.pipeline.queue;

import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalNewsCoder;
import org.adclicks.transforms.open.OpenShard;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Sends open minutes to the queue, as {@code adclicks.v1.OpenMinute}, and tells of those that it
 * has acknowledged.
 *
 * <p>Shape: {@code PCollection<OpenShard>} -> {@code PCollection<ArrivalNews>}. Errors: what Kafka
 * does not take within two minutes fails the bundle. A minute that is too large for one record is
 * left out: how far all that has arrived is counted stands still then. Source: docs/decisions/0051.
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
}
