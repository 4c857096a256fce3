package org.adclicks.pipeline.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.adclicks.click.line.LogLine;
import org.adclicks.transforms.parse.LogLineCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The share of one reader in a topic: every partition whose number leaves {@code slot} when divided
 * by {@code slots}, those yet to be added too. It holds these two numbers and nothing else, since
 * it is part of every checkpoint: all the rest a reader takes from the options of the day.
 */
final class SlotSource extends UnboundedSource<LogLine, SlotMark> {

  private static final long serialVersionUID = 1L;

  private final int slot;
  private final int slots;

  private SlotSource(int slot, int slots) {
    this.slot = slot;
    this.slots = slots;
  }

  /** The whole topic, as one share. */
  static SlotSource whole() {
    return new SlotSource(0, 1);
  }

  @Override
  public List<SlotSource> split(int desired, PipelineOptions options) {
    int wanted = settings(options).topic().slots();
    int count = wanted > 0 ? wanted : Math.max(1, desired);
    List<SlotSource> shares = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      shares.add(new SlotSource(i, count));
    }
    return shares;
  }

  @Override
  public SlotReader createReader(PipelineOptions options, @Nullable SlotMark mark) {
    return new SlotReader(this, slot, slots, settings(options), mark);
  }

  @Override
  public Coder<SlotMark> getCheckpointMarkCoder() {
    return SlotMarkCoder.of();
  }

  @Override
  public Coder<LogLine> getOutputCoder() {
    return LogLineCoder.of();
  }

  @Override
  public String toString() {
    return "share " + slot + " of " + slots;
  }

  private static SourceSettings settings(PipelineOptions options) {
    Map<String, String> settings = options.as(ClickSourceOptions.class).getClickSource();
    if (settings == null) {
      throw new IllegalStateException("the options do not say where the clicks are read from");
    }
    return SourceSettings.of(settings);
  }
}
