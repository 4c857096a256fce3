package org.adclicks.query.command;

import com.google.common.net.HostAndPort;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST:PORT}. */
final class HostAndPortConverter implements ITypeConverter<HostAndPort> {

  @Override
  public HostAndPort convert(String text) {
    try {
      HostAndPort parsed = HostAndPort.fromString(text);
      if (parsed.hasPort() && !parsed.getHost().isEmpty()) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("\"" + text + "\" is not HOST:PORT");
    }
    throw new TypeConversionException("\"" + text + "\" is not HOST:PORT");
  }
}
