package org.adclicks.benchmarks.counting;

import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The native job a user would write instead: Flink SQL over the same topic, with the same parser,
 * checkpoints, parallelism and state backend.
 *
 * <p>SQL windows know no allowed lateness, so its watermark waits as long as clicks are late here.
 */
@CommandLine.Command(name = "flink-sql-count")
public final class FlinkSqlCountJob implements Runnable {

  /** How a click that came twice is dropped. */
  enum Deduplication {
    /** Flink's window deduplication: the first row of each identity. */
    ROW_NUMBER(
        """
        SELECT window_start, window_end, ad_id, country FROM (
          SELECT *, ROW_NUMBER() OVER (
            PARTITION BY window_start, window_end, ad_id, click_timestamp, user_id, ip
            ORDER BY click_timestamp) AS nth
          FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(click_timestamp), INTERVAL '1' MINUTE)))
        WHERE nth = 1
        """),
    /** A window aggregation without an aggregate, added up locally before the shuffle. */
    GROUP_BY(
        """
        SELECT window_start, window_end, ad_id, country
        FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(click_timestamp), INTERVAL '1' MINUTE))
        GROUP BY window_start, window_end, ad_id, click_timestamp, user_id, ip, country
        """);

    private final String sql;

    Deduplication(String sql) {
      this.sql = sql;
    }
  }

  @Mixin private CountJobOptions job;

  @Option(names = "--deduplication")
  private Deduplication deduplication = Deduplication.ROW_NUMBER;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new FlinkSqlCountJob())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public void run() {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.getConfig().set("table.exec.mini-batch.enabled", "true");
    tables.getConfig().set("table.exec.mini-batch.allow-latency", "1 s");
    tables.getConfig().set("table.exec.mini-batch.size", "20000");
    tables.getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
    tables.executeSql(
        """
        CREATE TABLE clicks (
          ad_id STRING, click_timestamp TIMESTAMP_LTZ(3), user_id STRING, ip STRING, country STRING,
          WATERMARK FOR click_timestamp AS click_timestamp - INTERVAL '5' MINUTE
        ) WITH (
          'connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s',
          'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
          'properties.max.poll.records' = '5000', 'properties.interceptor.classes' = '%s',
          'format' = 'click-line')
        """
            .formatted(job.topic(), job.bootstrapServers(), BeginInterceptor.class.getName()));
    tables.executeSql(
        """
        CREATE TABLE totals (minute_start TIMESTAMP(3), ad_id STRING, country STRING, clicks BIGINT)
        WITH ('connector' = 'discard-cells')
        """);
    try {
      tables
          .executeSql(
              "INSERT INTO totals SELECT window_start, ad_id, country, COUNT(*) FROM ("
                  + deduplication.sql
                  + ") GROUP BY window_start, window_end, ad_id, country")
          .await();
      System.out.println(Counted.result());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private StreamExecutionEnvironment environment() {
    Configuration settings = new Configuration();
    settings.set(CoreOptions.DEFAULT_PARALLELISM, job.parallelism());
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(StateBackendOptions.STATE_BACKEND, job.backend().flinkName());
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, job.checkpoints().toUri().toString());
    settings.set(TaskManagerOptions.NUM_TASK_SLOTS, job.parallelism());
    settings.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE,
        MemorySize.ofMebiBytes(job.backend().managedMebibytes()));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(job.parallelism(), settings);
    environment.configure(settings);
    environment.enableCheckpointing(job.checkpointMillis(), CheckpointingMode.EXACTLY_ONCE);
    return environment;
  }
}
