package org.adclicks.transforms.coding;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.adclicks.click.Scope;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** {@link Scope} by its key, as a string. */
public final class ScopeCoder extends AtomicCoder<Scope> {

  private static final long serialVersionUID = 1L;
  private static final ScopeCoder INSTANCE = new ScopeCoder();

  private ScopeCoder() {}

  public static ScopeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Scope scope, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(scope.key(), out);
  }

  @Override
  public Scope decode(InputStream in) throws IOException {
    return Scope.ofKey(StringUtf8Coder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
