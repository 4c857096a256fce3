package org.adclicks.benchmarks.faults;

import com.google.common.collect.Sets;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.adclicks.benchmarks.harm.Junk;
import org.adclicks.benchmarks.kept.Offsets;
import org.adclicks.benchmarks.kept.TopicScan;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.localstack.Endpoints;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The whole clicks topic read back: what was really sent and when it came, whatever the senders
 * believe.
 *
 * @param bounds of what may be answered
 * @param arrivals of the ads that are asked about while their minute is open
 * @param accepted where lines lie that are clicks
 * @param rejected where lines lie that are not
 */
record QueueContent(
    MinuteBounds bounds, ArrivalTimes arrivals, Offsets accepted, Offsets rejected) {

  /**
   * Writes every line to a file, for the oracle, and notes every click, those of filters too. Junk
   * is no line: one of its messages would be several, or a click that nobody was to count.
   */
  static QueueContent readTo(Path file, Endpoints endpoints, Set<String> filters) {
    QueueContent content =
        new QueueContent(
            new MinuteBounds(Sets.union(filters, Set.of(AnswerWatch.HOT_AD))),
            new ArrivalTimes(Set.of(AnswerWatch.HOT_AD)),
            new Offsets(),
            new Offsets());
    try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(file))) {
      TopicScan.read(endpoints, Endpoints.CLICKS_TOPIC, record -> content.note(record, lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  private void note(ConsumerRecord<byte[], byte[]> record, OutputStream lines) throws IOException {
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      return;
    }
    if (record.headers().lastHeader(Junk.HEADER) != null) {
      rejected.add(record.partition(), record.offset());
      return;
    }
    lines.write(value);
    lines.write('\n');
    if (new RawLine(value).parsed() instanceof ParsedLine.Accepted click) {
      bounds.add(click.click(), record.timestamp());
      arrivals.add(click.click(), record.timestamp());
      accepted.add(record.partition(), record.offset());
    } else {
      rejected.add(record.partition(), record.offset());
    }
  }
}
