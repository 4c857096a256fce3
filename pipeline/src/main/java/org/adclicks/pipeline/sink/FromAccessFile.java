package org.adclicks.pipeline.sink;

import com.datastax.driver.core.SSLOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.function.Function;
import org.adclicks.access.StoreAccess;
import org.apache.beam.sdk.options.ValueProvider;

/**
 * A part of the store's access, read from its file by the worker that connects: the graph holds the
 * file's path, and nothing that is in it.
 *
 * @param <T> what is read
 */
final class FromAccessFile<T> implements ValueProvider<T>, Serializable {

  private static final long serialVersionUID = 1L;

  /** Which part; also travels. */
  private interface Part<T> extends Function<StoreAccess, T>, Serializable {}

  private final String file;
  private final Part<T> part;

  private FromAccessFile(String file, Part<T> part) {
    this.file = file;
    this.part = part;
  }

  static FromAccessFile<String> username(String file) {
    return new FromAccessFile<>(file, access -> access.username().orElse(""));
  }

  static FromAccessFile<String> password(String file) {
    return new FromAccessFile<>(file, StoreAccess::password);
  }

  /** Fails if the file has no TLS any more. */
  static FromAccessFile<SSLOptions> tls(String file) {
    return new FromAccessFile<>(
        file, access -> new HostCheckingTls(access.tls().orElseThrow(), access));
  }

  @Override
  public T get() {
    return part.apply(StoreAccess.read(Path.of(file)));
  }

  @Override
  public boolean isAccessible() {
    return true;
  }

  @Override
  public String toString() {
    return file;
  }
}
