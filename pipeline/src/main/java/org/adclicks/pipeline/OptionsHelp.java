package org.adclicks.pipeline;

import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.adclicks.pipeline.options.StreamOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The stream's options as lines of help. */
final class OptionsHelp {

  private OptionsHelp() {}

  static String[] lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%nOptions:%n");
    Method[] methods = StreamOptions.class.getDeclaredMethods();
    Arrays.sort(methods, Comparator.comparing(Method::getName));
    for (Method method : methods) {
      Description description = method.getAnnotation(Description.class);
      if (description != null) {
        String name = Introspector.decapitalize(method.getName().substring("get".length()));
        lines.add("  --" + name + defaultOf(method));
        lines.add("        " + description.value());
      }
    }
    return lines.toArray(String[]::new);
  }

  private static String defaultOf(Method method) {
    Default.String text = method.getAnnotation(Default.String.class);
    Default.Integer number = method.getAnnotation(Default.Integer.class);
    Default.Boolean flag = method.getAnnotation(Default.Boolean.class);
    if (text != null) {
      return "=" + text.value();
    }
    if (flag != null) {
      return "=" + flag.value();
    }
    return number == null ? "" : "=" + number.value();
  }
}
