package org.adclicks.benchmarks.kept;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.adclicks.localstack.Endpoints;
import org.adclicks.v1.Origin;
import org.adclicks.v1.RejectedClick;

/** What the topic of rejected lines says. */
public final class RejectedTopic {

  private RejectedTopic() {}

  /** Where the lines lay that were rejected. */
  public static Offsets origins(Endpoints endpoints) {
    Offsets origins = new Offsets();
    try {
      TopicScan.read(
          endpoints,
          Endpoints.REJECTED_TOPIC,
          record -> {
            Origin origin = RejectedClick.parseFrom(record.value()).getOrigin();
            origins.add(origin.getPartition(), origin.getOffset());
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return origins;
  }
}
