package org.adclicks.pipeline.command;

import java.time.Duration;
import org.adclicks.click.DurationText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as people write it: a number and ms, s, m or h. */
public final class TimeSpanConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is no duration: write a number and ms, s, m or h, such as 90s"));
  }
}
