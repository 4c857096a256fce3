package org.adclicks.pipeline.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * What Flink makes a {@link FlinkJobReporter} with, in its JobManagers and TaskManagers. Given a
 * {@code port} (one, or a range for several processes of a machine), it opens this process's
 * endpoint there, on {@code host}, loopback by default.
 */
public final class FlinkJobReporterFactory implements MetricReporterFactory {

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    String ports = properties.getProperty("port", "");
    if (!ports.isEmpty()) {
      try {
        MetricsEndpoint.open(properties.getProperty("host", "127.0.0.1"), PortRange.parse(ports));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new FlinkJobReporter();
  }
}
