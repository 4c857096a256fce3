package org.adclicks.pipeline.archive;

import com.google.common.base.Throwables;
import java.io.IOException;

/**
 * A file of the archive that is not what was written, or cannot be read. Its message names the file
 * and what to do; what led to it is suppressed, so that this is the root of whatever fails of it.
 */
public final class DamagedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedFileException(String file, Exception reason) {
    super(
        file
            + " is damaged, or cannot be read ("
            + reasonOf(Throwables.getRootCause(reason))
            + "); nothing was taken from it: put a copy in its place, or move it out of the"
            + " archive, which then lacks its clicks");
    addSuppressed(reason);
  }

  private static String reasonOf(Throwable root) {
    String message = root.getMessage();
    return message == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
