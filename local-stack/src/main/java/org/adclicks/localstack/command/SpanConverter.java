package org.adclicks.localstack.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A span of time as people write it: {@code 90}, {@code 90s} or {@code 5m}. */
final class SpanConverter implements ITypeConverter<Duration> {

  private static final Pattern SPAN = Pattern.compile("([1-9]\\d{0,5})(s|m|h)?");

  @Override
  public Duration convert(String value) {
    Matcher matcher = SPAN.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + value + "' is no time such as 90s or 5m");
    }
    long count = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    return "h".equals(unit)
        ? Duration.ofHours(count)
        : "m".equals(unit) ? Duration.ofMinutes(count) : Duration.ofSeconds(count);
  }
}
