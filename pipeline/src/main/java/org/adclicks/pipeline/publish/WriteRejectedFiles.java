package org.adclicks.pipeline.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import org.adclicks.click.line.RejectedLine;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Writes rejected lines of files as JSON lines of {@code adclicks.v1.RejectedClick}, for where
 * there is no Kafka.
 *
 * <p>Shape: {@code PCollection<RejectedLine>}, bounded -> {@code PDone}.
 */
public final class WriteRejectedFiles extends PTransform<PCollection<RejectedLine>, PDone> {

  private static final long serialVersionUID = 1L;

  private final String directory;

  private WriteRejectedFiles(String directory) {
    this.directory = directory;
  }

  public static WriteRejectedFiles under(String directory) {
    return new WriteRejectedFiles(directory);
  }

  @Override
  public PDone expand(PCollection<RejectedLine> rejected) {
    return rejected
        .apply("ToJson", ParDo.of(new ToJsonFn()))
        .setCoder(StringUtf8Coder.of())
        .apply("WriteLines", TextIO.write().to(directory + "/rejected").withSuffix(".jsonl"));
  }

  private static final class ToJsonFn extends DoFn<RejectedLine, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void toJson(@Element RejectedLine rejected, OutputReceiver<String> output)
        throws InvalidProtocolBufferException {
      output.output(
          JsonFormat.printer()
              .omittingInsignificantWhitespace()
              .preservingProtoFieldNames()
              .print(Messages.of(rejected)));
    }
  }
}
