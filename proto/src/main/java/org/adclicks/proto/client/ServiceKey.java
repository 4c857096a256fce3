package org.adclicks.proto.client;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's key to the query service: from a file, or else the environment. Never an argument,
 * which every user of the machine can read.
 */
public final class ServiceKey {

  /** The environment variable a key may be in. */
  public static final String VARIABLE = "ADCLICKS_API_KEY";

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final String key;

  private ServiceKey(String key) {
    this.key = key;
  }

  /** That of the environment, if there is one. */
  public static Optional<ServiceKey> of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(VARIABLE))
        .map(String::strip)
        .filter(key -> !key.isEmpty())
        .map(ServiceKey::new);
  }

  /**
   * That of the file if one is named, else that of the environment, if there is one.
   *
   * @throws IOException if the file cannot be read or has no key in it
   */
  public static Optional<ServiceKey> find(@Nullable Path file, Map<String, String> environment)
      throws IOException {
    if (file == null) {
      return of(environment);
    }
    String key = Files.readString(file).strip();
    if (key.isEmpty() || key.chars().anyMatch(Character::isWhitespace)) {
      throw new IOException("it is not one key in one line");
    }
    return Optional.of(new ServiceKey(key));
  }

  /** Sends it with each call. */
  public ClientInterceptor interceptor() {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, header());
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /** The value of the header {@code Authorization}. */
  public String header() {
    return "Bearer " + key;
  }

  /** Not the key. */
  @Override
  public String toString() {
    return "a key";
  }
}
