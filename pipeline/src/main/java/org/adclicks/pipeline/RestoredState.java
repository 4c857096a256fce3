package org.adclicks.pipeline;

import com.google.common.hash.Hashing;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.adclicks.pipeline.engine.KeptCheckpoints;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.jobgraph.OperatorID;

/** What a checkpoint or savepoint of Flink holds, compared with what is to go on from it. */
final class RestoredState {

  private final String path;
  private final Collection<OperatorState> operators;

  private RestoredState(String path, Collection<OperatorState> operators) {
    this.path = path;
    this.operators = operators;
  }

  /** Whether there is one at all. */
  static boolean isThere(String path) throws IOException {
    Path metadata = new Path(path, KeptCheckpoints.METADATA);
    return metadata.getFileSystem().exists(metadata);
  }

  /**
   * Reads what it is made of.
   *
   * @throws UnreadableException if its bytes are not to be had, now at least
   * @throws InvalidOptionsException if they are damaged, so that nothing is known of it
   */
  static RestoredState read(String path) throws UnreadableException, InvalidOptionsException {
    byte[] metadata = metadata(path);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(metadata))) {
      return new RestoredState(
          path,
          Checkpoints.loadCheckpointMetadata(in, RestoredState.class.getClassLoader(), path)
              .getOperatorStates());
    } catch (IOException | RuntimeException e) {
      // Whatever damaged bytes lead a reader to.
      throw new InvalidOptionsException(
          List.of("the checkpoint or savepoint " + path + " is damaged, or none: " + e));
    }
  }

  private static byte[] metadata(String path) throws UnreadableException {
    Path metadata = new Path(path, KeptCheckpoints.METADATA);
    try (InputStream in = metadata.getFileSystem().open(metadata)) {
      return in.readAllBytes();
    } catch (IOException | RuntimeException e) {
      // Clients of object stores throw what they like.
      throw new UnreadableException(path, e);
    }
  }

  /**
   * A file system does not give the checkpoint. It may another time, also where it says that there
   * is none: one that is not mounted says the same.
   */
  static final class UnreadableException extends IOException {

    private static final long serialVersionUID = 1L;

    private UnreadableException(String path, Exception cause) {
      super(
          "the checkpoint or savepoint "
              + path
              + " cannot be read: "
              + cause.toString().split("\n", 2)[0],
          cause);
    }
  }

  /**
   * Refuses what the engine would take in silence, and what it would refuse without a reason.
   *
   * @throws InvalidOptionsException naming all problems at once
   */
  void requireFits(Pipeline pipeline) throws InvalidOptionsException {
    List<String> problems = new ArrayList<>();
    int parallelism = pipeline.getOptions().as(FlinkPipelineOptions.class).getParallelism();
    int before = operators.stream().mapToInt(OperatorState::getParallelism).max().orElse(1);
    if (parallelism < before) {
      problems.add(
          "--parallelism="
              + parallelism
              + " is less than that of the checkpoint "
              + path
              + ", and the engine's way of sharing out what waits in front of steps may lose some of"
              + " it: give --parallelism="
              + before
              + " or more");
    }
    Set<OperatorID> known = operators(pipeline);
    long unknown =
        operators.stream()
            .filter(RestoredState::holdsSomething)
            .filter(operator -> !known.contains(operator.getOperatorID()))
            .count();
    if (unknown > 0) {
      problems.add(
          "the checkpoint "
              + path
              + " holds state of "
              + unknown
              + " steps this graph has not: it was made with other --dedupShards, --adShards,"
              + " --stateParts, --clickBuckets, --allowedLateness, --slidingWindows, --topAds,"
              + " --minuteTopAds or --sinks, which must stay, with --openEvery where it is 0s now, or"
              + " by another build: give what it was made with, or begin anew with empty folders of"
              + " checkpoints, so that all that the topic still has is read (docs/cluster.md, 8)");
    }
    if (!problems.isEmpty()) {
      throw new InvalidOptionsException(problems);
    }
  }

  private static boolean holdsSomething(OperatorState operator) {
    return operator.getStateSize() > 0;
  }

  /** As Flink makes them from the names Beam gives it, which are those of the steps. */
  private static Set<OperatorID> operators(Pipeline pipeline) {
    Set<OperatorID> ids = new HashSet<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            ids.add(operator(node.getFullName()));
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            ids.add(operator(node.getFullName()));
          }
        });
    return ids;
  }

  private static OperatorID operator(String step) {
    return new OperatorID(
        Hashing.murmur3_128(0).hashString(step, StandardCharsets.UTF_8).asBytes());
  }
}
