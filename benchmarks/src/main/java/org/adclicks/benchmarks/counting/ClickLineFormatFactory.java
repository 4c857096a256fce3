package org.adclicks.benchmarks.counting;

import java.util.Set;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.line.ClickParser;
import org.adclicks.click.line.ParsedLine;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code click-line} of the Flink SQL twin: our own parser, so that both jobs do the
 * same work on a line. Columns: ad_id, click_timestamp, user_id, ip, country.
 */
public final class ClickLineFormatFactory implements DeserializationFormatFactory {

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    return new DecodingFormat<>() {
      @Override
      public DeserializationSchema<RowData> createRuntimeDecoder(
          DynamicTableSource.Context source, DataType physicalDataType) {
        return new ClickLineSchema(source.createTypeInformation(physicalDataType));
      }

      @Override
      public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
      }
    };
  }

  @Override
  public String factoryIdentifier() {
    return "click-line";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  private static final class ClickLineSchema implements DeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final TypeInformation<RowData> type;

    ClickLineSchema(TypeInformation<RowData> type) {
      this.type = type;
    }

    @Override
    public @Nullable RowData deserialize(byte @Nullable [] line) {
      if (line == null || !(ClickParser.parse(line) instanceof ParsedLine.Accepted accepted)) {
        return null;
      }
      Click click = accepted.click();
      return GenericRowData.of(
          StringData.fromString(click.adId()),
          TimestampData.fromEpochMillis(click.clickTimestampMillis()),
          StringData.fromString(click.userId()),
          StringData.fromString(click.ip()),
          StringData.fromString(click.scope().requireValue(Dimension.COUNTRY)));
    }

    @Override
    public boolean isEndOfStream(RowData row) {
      return false;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
      return type;
    }
  }
}
