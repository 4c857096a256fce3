package org.adclicks.pipeline.publish;

import org.adclicks.transforms.cells.CellTotals;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends minutes' cell totals to the topic of aggregates as {@code adclicks.v1.CellTotals}.
 *
 * <p>Shape: {@code PCollection<CellTotals>} -> {@code PDone}. Totals are absolute: a consumer keeps
 * the greater of two.
 */
public final class PublishCells extends PTransform<PCollection<CellTotals>, PDone> {

  private static final long serialVersionUID = 1L;

  private final AggregatesTopic topic;

  private PublishCells(AggregatesTopic topic) {
    this.topic = topic;
  }

  public static PublishCells to(AggregatesTopic topic) {
    return new PublishCells(topic);
  }

  @Override
  public PDone expand(PCollection<CellTotals> totals) {
    return topic.send(totals.apply("ToRecord", ParDo.of(new ToRecordFn(topic.name()))));
  }

  private static final class ToRecordFn extends DoFn<CellTotals, ProducerRecord<byte[], byte[]>> {

    private static final long serialVersionUID = 1L;

    private final String topic;

    ToRecordFn(String topic) {
      this.topic = topic;
    }

    @ProcessElement
    public void toRecord(
        @Element CellTotals totals, OutputReceiver<ProducerRecord<byte[], byte[]>> output) {
      String key = totals.startMillis() + "-" + totals.shard();
      output.output(AggregatesTopic.record(topic, key, Messages.of(totals)));
    }
  }
}
