package org.adclicks.pipeline.open;

import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.queue.SendOpen;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.open.OpenShard;
import org.adclicks.transforms.open.OpenShardCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

/** Open minutes that neither a row nor a record can hold. Nobody is there who would take them. */
class LeftOutTest {

  private static final long MINUTE = 1_764_238_200_000L;
  private static final int NOBODY = 1;

  @Test
  void aMinuteTooLargeForARowIsNotWritten() {
    assertLeftOut(
        8_000_000,
        UpsertOpen.into(
            new StoreSettings(
                List.of("127.0.0.1"), NOBODY, "adclicks", "datacenter1", "LOCAL_QUORUM")));
  }

  @Test
  void aMinuteTooLargeForARecordIsNotSent() {
    assertLeftOut(
        8_000_000, SendOpen.to(new QueueSettings("127.0.0.1:" + NOBODY, "aggregates", 1, null)));
  }

  private static void assertLeftOut(
      int bytes, PTransform<PCollection<OpenShard>, PCollection<ArrivalNews>> destination) {
    OpenShard shard =
        new OpenShard(
            new OpenBlocks.Block(MINUTE, 0, 7, 1), OpenCells.of(new byte[bytes]), Map.of(5L, 2L));
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=1")
                .create());
    PCollection<ArrivalNews> news =
        pipeline
            .apply(Create.of(List.of(shard)).withCoder(OpenShardCoder.of()))
            .apply("Destination", destination);
    PAssert.that(news).containsInAnyOrder(ArrivalNews.ofTooLarge(Map.of(5L, 2L), MINUTE));
    pipeline.run().waitUntilFinish();
  }
}
