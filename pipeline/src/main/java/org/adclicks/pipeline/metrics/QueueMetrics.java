package org.adclicks.pipeline.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How far this process fills the queue of aggregates, or has read it, among {@link JobMetrics}.
 *
 * <p>A reader is asked when somebody looks, not told from: one that the store holds up says nothing
 * by itself.
 *
 * <p>Units: numbers of control records, records, seconds. State: the readers of this process.
 */
public final class QueueMetrics {

  /**
   * How a share of the queue stands.
   *
   * @param number of the newest control record that all its partitions were read behind
   * @param recordsLeft that nobody has read; nothing while that is not known
   * @param newestMillis when the record read last came to the queue; nothing before the first
   */
  public record Share(long number, OptionalLong recordsLeft, OptionalLong newestMillis) {

    /** How long ago the queue was as it is read; nothing while that is not known. */
    OptionalLong behindMillis(Clock clock) {
      if (recordsLeft.isPresent() && recordsLeft.getAsLong() == 0) {
        return OptionalLong.of(0);
      }
      return recordsLeft.isPresent() && newestMillis.isPresent()
          ? OptionalLong.of(Math.max(0, clock.millis() - newestMillis.getAsLong()))
          : OptionalLong.empty();
    }
  }

  private static final Map<String, Supplier<Share>> SHARES = new ConcurrentHashMap<>();
  private static final double MILLIS = 1e-3;

  private static final Gauge NUMBER_TOLD =
      Gauge.builder()
          .name("adclicks_job_queue_number_told")
          .help("Number of the newest control record that this process sent")
          .register(JobMetrics.REGISTRY);

  static {
    GaugeWithCallback.builder()
        .name("adclicks_job_queue_number_read")
        .help("Number of the control record that a share of the queue was read behind")
        .labelNames("share")
        .callback(
            shown ->
                SHARES.forEach((name, share) -> shown.call((double) share.get().number(), name)))
        .register(JobMetrics.REGISTRY);
    GaugeWithCallback.builder()
        .name("adclicks_job_queue_records_left")
        .help("Records of a share of the queue that were not read yet")
        .labelNames("share")
        .callback(
            shown ->
                SHARES.forEach(
                    (name, share) ->
                        share
                            .get()
                            .recordsLeft()
                            .ifPresent(left -> shown.call((double) left, name))))
        .register(JobMetrics.REGISTRY);
    GaugeWithCallback.builder()
        .name("adclicks_job_queue_behind_seconds")
        .help("Age of the record read last, while others are left")
        .unit(Unit.SECONDS)
        .labelNames("share")
        .callback(
            shown ->
                SHARES.forEach(
                    (name, share) ->
                        share
                            .get()
                            .behindMillis(Clock.systemUTC())
                            .ifPresent(behind -> shown.call(behind * MILLIS, name))))
        .register(JobMetrics.REGISTRY);
  }

  private QueueMetrics() {}

  /** A control record of this number was acknowledged. */
  public static void told(long number) {
    NUMBER_TOLD.set((double) number);
  }

  /** This share is read here from now on, by whoever answers so from any thread. */
  public static void opened(String share, Supplier<Share> reader) {
    SHARES.put(share, reader);
  }

  /** It is not any more, unless another reader has taken it over. */
  public static void closed(String share, Supplier<Share> reader) {
    SHARES.remove(share, reader);
  }
}
