package org.adclicks.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What clients and consumers were told stays: each field, method and enum value of {@code
 * contract.txt} is still there, under its number and with its type. What is new is added to that
 * file, so that it stays too.
 */
class ContractTest {

  private static final List<FileDescriptor> FILES =
      List.of(
          RejectedClick.getDescriptor().getFile(),
          Completeness.getDescriptor().getFile(),
          ListMinutesRequest.getDescriptor().getFile());

  @Test
  void nothingIsRemovedRenumberedOrRetyped() throws IOException {
    Set<String> now = new TreeSet<>();
    FILES.forEach(file -> describe(file, now));
    List<String> told = read("contract.txt");
    assertThat(told).as("the contract").isNotEmpty().isSorted().doesNotHaveDuplicates();
    assertThat(now).as("broken: a client built before no longer understands").containsAll(told);
    assertThat(told).as("new: add these lines to contract.txt").containsAll(now);
  }

  private static void describe(FileDescriptor file, Set<String> to) {
    file.getMessageTypes().forEach(message -> describe(message, to));
    file.getEnumTypes().forEach(type -> describe(type, to));
    file.getServices()
        .forEach(
            service ->
                service
                    .getMethods()
                    .forEach(
                        method ->
                            to.add(
                                "method "
                                    + method.getFullName()
                                    + " "
                                    + method.getInputType().getFullName()
                                    + " -> "
                                    + method.getOutputType().getFullName()
                                    + (method.isServerStreaming() ? " stream" : ""))));
  }

  private static void describe(Descriptor message, Set<String> to) {
    for (FieldDescriptor field : message.getFields()) {
      to.add(
          "field "
              + field.getFullName()
              + " = "
              + field.getNumber()
              + " "
              + (field.isRepeated() ? "repeated " : "")
              + type(field));
    }
    message.getNestedTypes().forEach(nested -> describe(nested, to));
    message.getEnumTypes().forEach(type -> describe(type, to));
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE, GROUP -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static void describe(EnumDescriptor type, Set<String> to) {
    type.getValues()
        .forEach(value -> to.add("value " + value.getFullName() + " = " + value.getNumber()));
  }

  private static List<String> read(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(ContractTest.class.getResourceAsStream(name))) {
      List<String> lines = new ArrayList<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
      return lines;
    }
  }
}
