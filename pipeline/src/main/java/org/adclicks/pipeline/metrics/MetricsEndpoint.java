package org.adclicks.pipeline.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Prometheus reads this process's {@link JobMetrics}, for as long as the process lives. There
 * is one in a process, whoever opens it first.
 */
public final class MetricsEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);
  private static @Nullable HTTPServer server;

  private MetricsEndpoint() {}

  /**
   * Opens it on the first of these ports that is free.
   *
   * @throws IOException if none is
   */
  public static synchronized void open(String host, List<Integer> ports) throws IOException {
    if (server != null) {
      return;
    }
    IOException taken = new IOException("no port for metrics is named");
    for (int port : ports) {
      try {
        server =
            HTTPServer.builder()
                .hostname(host)
                .port(port)
                .registry(JobMetrics.REGISTRY)
                .buildAndStart();
        started();
        LOG.info("metrics on http://{}:{}/metrics", host, port);
        return;
      } catch (IOException e) {
        taken =
            new IOException(
                "metrics cannot be shown on " + host + ":" + port + ": " + e.getMessage(), e);
      }
    }
    throw taken;
  }

  private static void started() {
    Gauge.builder()
        .name("adclicks_job_started_timestamp_seconds")
        .help("When this process began to tell")
        .unit(Unit.SECONDS)
        .register(JobMetrics.REGISTRY)
        .set(System.currentTimeMillis() / 1000.0);
  }
}
