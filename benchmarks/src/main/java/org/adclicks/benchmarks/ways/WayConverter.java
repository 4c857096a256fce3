package org.adclicks.benchmarks.ways;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A way by its name. */
final class WayConverter implements ITypeConverter<Way> {

  @Override
  public Way convert(String name) {
    return Arrays.stream(Way.values())
        .filter(way -> way.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException("'" + name + "' is none of " + List.of(Way.values())));
  }
}
