package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.adclicks.pipeline.RealServers;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.open.OpenShard;
import org.adclicks.transforms.open.OpenShardCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** Open minutes of all sizes, to topics that take more and less. */
class SendOpenIT {

  private static final long MINUTE = 1_764_238_200_000L;

  private final RealServers servers = RealServers.get();

  @Test
  void sendsWhatIsLargerThanKafkaTakesUnlessToldOtherwise() {
    OpenShard large = shard(0, 5_000_000);
    OpenShard small = shard(1, 100);
    assertThat(large.stored()).isNotEqualTo(large.leftOut());
    run(queue("open-large"), List.of(large, small), List.of(large.stored(), small.stored()));
  }

  @Test
  void leavesOutWhatATopicOfOthersDoesNotTake() throws Exception {
    QueueSettings queue = queue("open-of-others");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, queue.topic()),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("max.message.bytes", "1000000"),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
    OpenShard large = shard(0, 1_500_000);
    OpenShard small = shard(1, 100);
    run(queue, List.of(small, large), List.of(large.leftOut(), small.stored()));
  }

  private static void run(QueueSettings queue, List<OpenShard> shards, List<ArrivalNews> expected) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=1")
                .create());
    PAssert.that(
            pipeline
                .apply(Create.of(shards).withCoder(OpenShardCoder.of()))
                .apply("Send", SendOpen.to(queue)))
        .containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private QueueSettings queue(String topic) {
    servers.createTopics(Map.of(topic, 2));
    return new QueueSettings(servers.bootstrapServers(), topic, 2, null);
  }

  /** Of random bytes, which no compression makes smaller. */
  private static OpenShard shard(int shard, int bytes) {
    byte[] cells = new byte[bytes];
    new Random(shard).nextBytes(cells);
    return new OpenShard(
        new OpenBlocks.Block(MINUTE, shard, 7, 1), OpenCells.of(cells), Map.of(5L, 2L));
  }
}
