package org.adclicks.pipeline.publish;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.adclicks.access.KafkaConfigFile;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Makes producers of settings in a file, which each worker reads itself: the graph holds its path.
 */
final class ProducerOfFile
    implements SerializableFunction<Map<String, Object>, Producer<byte[], byte[]>> {

  private static final long serialVersionUID = 1L;

  private final @Nullable String file;

  ProducerOfFile(@Nullable String file) {
    this.file = file;
  }

  @Override
  public Producer<byte[], byte[]> apply(Map<String, Object> ours) {
    Map<String, Object> settings = new HashMap<>(ours);
    settings.putAll(KafkaConfigFile.read(file == null ? null : Path.of(file)).producer());
    return new KafkaProducer<>(settings);
  }
}
