package org.adclicks.beam;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.adclicks.localstack.process.Installation;

/** Where Flink keeps state, each as one of our options files has it. */
enum StateBackend {
  /** An embedded Flink's. */
  HEAP {
    @Override
    boolean wasUsed(Path folder) throws IOException {
      try (Stream<Path> checkpoints = Files.list(folder.resolve(CHECKPOINTS))) {
        return checkpoints.anyMatch(ofAJob -> Files.isDirectory(ofAJob.resolve("taskowned")));
      }
    }

    @Override
    List<String> arguments(Path folder) {
      return List.of(optionsFile("flink-local"), "--checkpointDir=" + folder.resolve(CHECKPOINTS));
    }

    @Override
    void configure(Map<String, String> options, Path folder) {}
  },
  /** A cluster's, as {@code runner-configs/flink/config.yaml} says it, inside this process. */
  ROCKSDB {
    @Override
    boolean wasUsed(Path folder) {
      return Files.isDirectory(folder.resolve(ROCKSDB_FILES));
    }

    @Override
    List<String> arguments(Path folder) {
      return List.of(optionsFile("flink-cluster"), "--flinkMaster=[local]", "--parallelism=2");
    }

    @Override
    void configure(Map<String, String> options, Path folder) throws IOException {
      // Ours are for an embedded Flink: here its configuration says it.
      options.remove("stateBackend");
      options.remove("stateBackendStoragePath");
      Path yaml = Path.of(options.getOrDefault("flinkConfDir", "")).resolve("config.yaml");
      // A name may stand there once.
      List<String> lines = new ArrayList<>(Files.readAllLines(yaml));
      lines.removeIf(line -> line.startsWith("state."));
      for (String line : Files.readAllLines(CONFIGS.resolve("flink").resolve("config.yaml"))) {
        if (line.startsWith("state.")) {
          lines.add(line.replaceFirst("file:///var/lib/adclicks", "file://" + folder));
        }
      }
      lines.add("state.backend.rocksdb.localdir: " + folder.resolve(ROCKSDB_FILES));
      Files.write(yaml, lines, StandardCharsets.UTF_8);
    }
  };

  private static final String CHECKPOINTS = "checkpoints";
  private static final String ROCKSDB_FILES = "rocksdb";
  private static final Path CONFIGS = Installation.find().home().resolve("runner-configs");

  /** What the stream is told with this state backend. */
  abstract List<String> arguments(Path folder);

  /** Says in the engine's own configuration what belongs there, once that is prepared. */
  abstract void configure(Map<String, String> options, Path folder) throws IOException;

  /** Whether a job since then has kept its state there. */
  abstract boolean wasUsed(Path folder) throws IOException;

  private static String optionsFile(String name) {
    return "--optionsFile=" + CONFIGS.resolve(name + ".properties");
  }
}
