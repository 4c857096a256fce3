package org.adclicks.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.adclicks.pipeline.options.StoreSettings;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.junit.jupiter.api.Test;

class LandedTest {

  @Test
  void findsEachWritesOwnSignal() {
    Pipeline pipeline = Pipeline.create();
    PCollection<PartitionBatch> batches = pipeline.apply(Create.empty(PartitionBatchCoder.of()));
    Store store =
        Store.at(new StoreSettings(List.of("127.0.0.1"), 9042, "k", "datacenter1", "LOCAL_QUORUM"));

    PCollection<Void> one = store.upsert("One", batches);
    PCollection<Void> two = store.upsert("Two", batches);

    assertThat(one).isNotEqualTo(two);
    assertThat(one.getCoder()).isEqualTo(VoidCoder.of());
    assertThat(one.getName()).startsWith("One/");
    assertThat(two.getName()).startsWith("Two/");
  }

  @Test
  void saysSoWhenTheWriteHasAnotherShape() {
    Pipeline pipeline = Pipeline.create();
    TwoSteps write = new TwoSteps();
    pipeline.apply(Create.of("a")).apply("Write", write);

    assertThatThrownBy(() -> Landed.of(pipeline, write))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does this version of Beam write to Cassandra in another way?");
  }

  private static final class TwoSteps extends PTransform<PCollection<String>, PDone> {
    private static final long serialVersionUID = 1L;

    @Override
    public PDone expand(PCollection<String> input) {
      input
          .apply("First", MapElements.via(new Same()))
          .apply("Second", MapElements.via(new Same()));
      return PDone.in(input.getPipeline());
    }
  }

  private static final class Same extends SimpleFunction<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(String text) {
      return text;
    }
  }
}
