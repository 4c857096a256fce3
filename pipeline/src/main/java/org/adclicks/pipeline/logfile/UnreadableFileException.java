package org.adclicks.pipeline.logfile;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is no text, or whose packing is damaged. The message goes on after its name. */
public final class UnreadableFileException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableFileException(String message) {
    super(message);
  }

  UnreadableFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
