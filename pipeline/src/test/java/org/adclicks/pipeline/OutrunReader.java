package org.adclicks.pipeline;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Deletes records that a reader has yet to read. */
public final class OutrunReader {

  private OutrunReader() {}

  /**
   * A reader's settings with which no more than a few records are on their way: each is a batch.
   *
   * @param reset what is said of records that are gone
   */
  public static Map<String, String> oneByOne(String reset) {
    return Map.of(
        "auto.offset.reset",
        reset,
        "max.partition.fetch.bytes",
        "1",
        "fetch.min.bytes",
        "1",
        "max.poll.records",
        "1");
  }

  /** Deletes what is in the topic's first partition before this offset. */
  public static void deleteBefore(String brokers, String topic, long offset)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }
}
