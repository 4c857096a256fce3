package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.adclicks.benchmarks.harness.AtExit;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * A folder that is a file system of its own, in memory (tmpfs), and can be made full. Needs root.
 *
 * <p>State: mounted until closed, or this JVM ends.
 */
public final class SmallDisk implements AutoCloseable {

  private static final String ROOMY = "4g";
  private static final long KIBIBYTE = 1024;
  private static final int ATTEMPTS = 20;
  private static final int PROBE_BYTES = 1 << 16;

  private final Path folder;
  private boolean mounted = true;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it, empty. */
  public static SmallDisk at(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    require(List.of("mount", "-t", "tmpfs", "-o", "size=" + ROOMY, "adclicks", folder.toString()));
    SmallDisk disk = new SmallDisk(folder);
    AtExit.first(disk::close);
    return disk;
  }

  /** Whether this machine lets us. */
  public static boolean isPossible() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return false;
    }
    // Root of a container may not mount.
    try {
      Path folder = Files.createTempDirectory("adclicks-mount-");
      boolean isMounted =
          run(List.of("mount", "-t", "tmpfs", "-o", "size=64k", "adclicks", folder.toString()))
              == 0;
      if (isMounted) {
        require(List.of("umount", folder.toString()));
      }
      Files.delete(folder);
      return isMounted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes it as large as what is in it, and returns how many kibibytes that is. */
  static long fill(Path folder) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long used = usedKibibytes(folder);
      // It grows meanwhile, and cannot be made smaller than what is in it.
      if (run(resizing(folder, Math.max(1, used) + "k")) == 0) {
        return used;
      }
    }
    throw new BenchmarkFailure(folder + " grows too fast to be made full");
  }

  /** Whether nobody can write to it. */
  static boolean isFull(Path folder) {
    Path probe = folder.resolve("probe");
    try {
      Files.write(probe, new byte[PROBE_BYTES]);
      return false;
    } catch (IOException e) {
      return true;
    } finally {
      probe.toFile().delete();
    }
  }

  /** Makes it large again. */
  static void relieve(Path folder) {
    require(resizing(folder, ROOMY));
  }

  private static long usedKibibytes(Path folder) {
    try {
      FileStore store = Files.getFileStore(folder);
      return (store.getTotalSpace() - store.getUnallocatedSpace()) / KIBIBYTE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> resizing(Path folder, String size) {
    return List.of("mount", "-o", "remount,size=" + size, folder.toString());
  }

  private static void require(List<String> command) {
    int exitCode = run(command);
    if (exitCode != 0) {
      throw new BenchmarkFailure(String.join(" ", command) + " exited with " + exitCode);
    }
  }

  private static int run(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  @Override
  public synchronized void close() {
    if (mounted) {
      mounted = false;
      // Whoever still has a file open there keeps it; the folder is free at once.
      require(List.of("umount", "--lazy", folder.toString()));
    }
  }
}
