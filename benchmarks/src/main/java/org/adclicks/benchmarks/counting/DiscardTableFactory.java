package org.adclicks.benchmarks.counting;

import java.util.Set;
import org.adclicks.click.Scope;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.functions.sink.SinkFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;

/**
 * The connector {@code discard-cells} of the Flink SQL twin: takes (minute, ad_id, country, clicks)
 * and keeps what {@link Counted} keeps.
 */
public final class DiscardTableFactory implements DynamicTableSinkFactory {

  @Override
  public DynamicTableSink createDynamicTableSink(DynamicTableFactory.Context context) {
    return new DiscardTableSink();
  }

  @Override
  public String factoryIdentifier() {
    return "discard-cells";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  private static final class DiscardTableSink implements DynamicTableSink {

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
      return ChangelogMode.insertOnly();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(DynamicTableSink.Context context) {
      return SinkFunctionProvider.of(new DiscardFunction());
    }

    @Override
    public DynamicTableSink copy() {
      return new DiscardTableSink();
    }

    @Override
    public String asSummaryString() {
      return "discard-cells";
    }
  }

  private static final class DiscardFunction implements SinkFunction<RowData> {

    private static final long serialVersionUID = 1L;
    private static final int MILLISECONDS = 3;

    @Override
    public void invoke(RowData row, SinkFunction.Context context) {
      Counted.add(
          row.getTimestamp(0, MILLISECONDS).getMillisecond(),
          row.getString(1).toString(),
          Scope.narrowest(row.getString(2).toString()),
          row.getLong(3));
      Counted.touch();
    }
  }
}
