package org.adclicks.pipeline.source;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Small logs after public reports of people who run click pipelines. */
public final class FieldCase {

  private FieldCase() {}

  public static Path file(String name) {
    URL url = FieldCase.class.getResource("/org/adclicks/pipeline/field-cases/" + name);
    try {
      return Path.of(Objects.requireNonNull(url, name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
