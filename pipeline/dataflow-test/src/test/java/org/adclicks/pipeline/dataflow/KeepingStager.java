package org.adclicks.pipeline.dataflow;

import com.google.api.services.dataflow.model.DataflowPackage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.dataflow.util.PackageUtil.StagedFile;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.options.PipelineOptions;

/** Keeps what Dataflow's runner would upload: the graph among it, as {@code pipeline.pb}. */
public final class KeepingStager implements Stager {

  private static final Map<String, byte[]> KEPT = new ConcurrentHashMap<>();

  private KeepingStager() {}

  /** As the runner makes stagers, by the name of their class. */
  public static KeepingStager fromOptions(@SuppressWarnings("unused") PipelineOptions options) {
    return new KeepingStager();
  }

  /** What would have been uploaded last under this name. */
  static byte[] kept(String name) {
    byte[] bytes = KEPT.get(name);
    if (bytes == null) {
      throw new AssertionError("the runner uploaded no " + name + ", but " + KEPT.keySet());
    }
    return bytes;
  }

  @Override
  public List<DataflowPackage> stageFiles(List<StagedFile> files) {
    return files.stream().map(file -> named(file.getDestination())).toList();
  }

  @Override
  public DataflowPackage stageToFile(byte[] bytes, String name) {
    KEPT.put(name, bytes.clone());
    return named(name);
  }

  private static DataflowPackage named(String name) {
    return new DataflowPackage().setName(name).setLocation("gs://nowhere/" + name);
  }
}
