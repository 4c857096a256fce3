package org.adclicks.pipeline.sink;

import java.util.OptionalLong;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Keeps the rows of some hours, and puts them where these hours are read from.
 *
 * <p>Shape: {@code PCollection<PartitionBatch>} -> {@code PCollection<PartitionBatch>}. Errors: the
 * job fails for a row of a table that has no hours. Source: docs/decisions/0047.
 */
public final class PlaceRows
    extends PTransform<PCollection<PartitionBatch>, PCollection<PartitionBatch>> {

  private static final long serialVersionUID = 1L;

  private final RowPlaces places;

  private PlaceRows(RowPlaces places) {
    this.places = places;
  }

  public static PlaceRows in(RowPlaces places) {
    return new PlaceRows(places);
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<PartitionBatch> batches) {
    return batches.apply("Place", ParDo.of(new PlaceFn(places))).setCoder(PartitionBatchCoder.of());
  }

  private static final class PlaceFn extends DoFn<PartitionBatch, PartitionBatch> {

    private static final long serialVersionUID = 1L;

    private final RowPlaces places;

    PlaceFn(RowPlaces places) {
      this.places = places;
    }

    @ProcessElement
    public void place(@Element PartitionBatch batch, OutputReceiver<PartitionBatch> out) {
      RowBatches placed = new RowBatches(out::output);
      for (StoreRow row : batch.rows()) {
        OptionalLong period = places.of(batch.table(), row.values());
        if (period.isPresent()) {
          placed.add(batch.table(), batch.table().inPeriod(row, period.getAsLong()));
        }
      }
      placed.flush();
    }
  }
}
