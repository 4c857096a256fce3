package org.adclicks.pipeline.publish;

import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends leaderboards to the topic of aggregates as {@code adclicks.v1.Leaderboard}.
 *
 * <p>Shape: {@code PCollection<WindowLeaderboard>} -> {@code PDone}. A record's key is {@code
 * KIND-SCOPE-START-END}, kind {@code minute}, {@code five-minutes} or {@code sliding}: a minute has
 * its own list and that of the sliding window over it, which is shorter. Of two lists of one key, a
 * consumer keeps the one with the greater total.
 */
public final class PublishLeaderboards extends PTransform<PCollection<WindowLeaderboard>, PDone> {

  private static final long serialVersionUID = 1L;

  private final AggregatesTopic topic;

  private PublishLeaderboards(AggregatesTopic topic) {
    this.topic = topic;
  }

  public static PublishLeaderboards to(AggregatesTopic topic) {
    return new PublishLeaderboards(topic);
  }

  @Override
  public PDone expand(PCollection<WindowLeaderboard> boards) {
    return topic.send(boards.apply("ToRecord", ParDo.of(new ToRecordFn(topic.name()))));
  }

  static String key(WindowLeaderboard element) {
    Leaderboard board = element.board();
    return String.join(
        "-",
        kind(element.window()),
        board.scope().key(),
        Long.toString(board.windowStartMillis()),
        Long.toString(board.windowEndMillis()));
  }

  private static String kind(RankingWindow window) {
    if (!window.isFixed()) {
      return "sliding";
    }
    return window.lengthMillis() == Periods.MINUTE_MILLIS ? "minute" : "five-minutes";
  }

  private static final class ToRecordFn
      extends DoFn<WindowLeaderboard, ProducerRecord<byte[], byte[]>> {

    private static final long serialVersionUID = 1L;

    private final String topic;

    ToRecordFn(String topic) {
      this.topic = topic;
    }

    @ProcessElement
    public void toRecord(
        @Element WindowLeaderboard element, OutputReceiver<ProducerRecord<byte[], byte[]>> output) {
      output.output(AggregatesTopic.record(topic, key(element), Messages.of(element.board())));
    }
  }
}
