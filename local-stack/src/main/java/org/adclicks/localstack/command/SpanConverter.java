package org.adclicks.localstack.command;

import java.time.Duration;
import org.adclicks.click.DurationText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A span of time as people write it: {@code 90}, {@code 90s} or {@code 5m}. */
final class SpanConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    String text = value.chars().allMatch(Character::isDigit) ? value + "s" : value;
    return DurationText.parse(text)
        .filter(span -> !span.isZero())
        .orElseThrow(
            () -> new TypeConversionException("'" + value + "' is no time such as 90s or 5m"));
  }
}
