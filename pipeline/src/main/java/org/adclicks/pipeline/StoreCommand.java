package org.adclicks.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.pipeline.engine.StreamArguments;
import picocli.CommandLine.Command;

/**
 * Brings aggregates from the queue to Cassandra until it is told to stop.
 *
 * <p>Exit codes: those of {@link StreamCommand}.
 */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = {
      "Brings aggregates from their queue, the topic of a stream with --aggregatesTo=queue, to",
      "Cassandra, on and on. While it or Cassandra is away clicks are counted and kept all the",
      "same; afterwards it catches up. Takes Beam's options, the engine's own, and those of the",
      "stream, of which it uses what concerns Kafka, the store and --clickBuckets, which must be",
      "the stream's. --optionsFile=FILE reads name=value lines; the command line wins."
    })
final class StoreCommand extends StreamCommand {

  @Override
  List<String> arguments() {
    List<String> all = new ArrayList<>(super.arguments());
    all.add("--" + StreamArguments.JOB + "=" + JobKind.STORE.optionValue());
    return all;
  }
}
