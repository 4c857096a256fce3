package org.adclicks.access;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who one is to Cassandra and how the way there is secured, from a file; names of TLS are Kafka's:
 *
 * <ul>
 *   <li>{@code username}, {@code password}
 *   <li>{@code ssl.truststore.location}, {@code .password}: whom to believe; {@code ssl=true}: whom
 *       Java believes
 *   <li>{@code ssl.keystore.location}, {@code .password}: our own certificate, where one is asked
 *       for
 *   <li>{@code ssl.endpoint.identification.algorithm}: empty if certificates name no hosts
 * </ul>
 *
 * <p>Read where a client is made: see {@link SettingsFile}. Its text holds no secret.
 */
public final class StoreAccess {

  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final String TLS = "ssl";
  private static final String TRUSTSTORE = "ssl.truststore.location";
  private static final String TRUSTSTORE_PASSWORD = "ssl.truststore.password";
  private static final String KEYSTORE = "ssl.keystore.location";
  private static final String KEYSTORE_PASSWORD = "ssl.keystore.password";
  private static final String HOSTS = "ssl.endpoint.identification.algorithm";
  private static final Set<String> NAMES =
      Set.of(
          USERNAME,
          PASSWORD,
          TLS,
          TRUSTSTORE,
          TRUSTSTORE_PASSWORD,
          KEYSTORE,
          KEYSTORE_PASSWORD,
          HOSTS);

  /**
   * The newest of each file, as long as nothing of it has changed: it takes a moment of work to
   * make one, and connections made of the same one greet each other in short.
   */
  private static final Map<Path, MadeContext> CONTEXTS = new ConcurrentHashMap<>();

  private record MadeContext(Map<String, String> settings, List<FileTime> times, SSLContext tls) {}

  private final Map<String, String> settings;
  private final @Nullable SSLContext context;

  private StoreAccess(Map<String, String> settings, @Nullable SSLContext context) {
    this.settings = settings;
    this.context = context;
  }

  /**
   * Reads it now.
   *
   * @param file null for a store that is open to everybody
   * @throws SettingsFileException if it cannot be read, or what it says cannot be used
   */
  public static StoreAccess read(@Nullable Path file) {
    if (file == null) {
      return new StoreAccess(Map.of(), null);
    }
    Map<String, String> settings = SettingsFile.read(file);
    Set<String> unknown = new TreeSet<>(settings.keySet());
    unknown.removeAll(NAMES);
    if (!unknown.isEmpty()) {
      throw new SettingsFileException(
          "'" + file + "' has " + unknown + ", which is none of " + new TreeSet<>(NAMES));
    }
    if (settings.containsKey(USERNAME) != settings.containsKey(PASSWORD)) {
      throw new SettingsFileException(
          "'" + file + "' must have both " + USERNAME + " and " + PASSWORD + ", or none of them");
    }
    // Whatever else it is, it is no wish for a way that is not secured.
    if (!Set.of("true", "false").contains(settings.getOrDefault(TLS, "false"))) {
      throw new SettingsFileException(
          "'" + file + "' has " + TLS + "=" + settings.get(TLS) + ": give true or false");
    }
    return new StoreAccess(settings, isTls(settings) ? sharedContext(settings, file) : null);
  }

  /** Nothing if nobody is asked for a name. */
  public Optional<String> username() {
    return Optional.ofNullable(settings.get(USERNAME));
  }

  /** Empty if nobody is asked for a name. */
  public String password() {
    return settings.getOrDefault(PASSWORD, "");
  }

  /** Nothing if the way is not secured. */
  public Optional<SSLContext> tls() {
    return Optional.ofNullable(context);
  }

  /** Whether a certificate must name the host it is shown by. */
  public boolean verifiesHosts() {
    return !settings.getOrDefault(HOSTS, "https").isEmpty();
  }

  @Override
  public String toString() {
    return username().map(name -> "as " + name).orElse("without a user")
        + (context == null ? ", without TLS" : ", with TLS");
  }

  private static boolean isTls(Map<String, String> settings) {
    return settings.containsKey(TRUSTSTORE)
        || settings.containsKey(KEYSTORE)
        || Boolean.parseBoolean(settings.get(TLS));
  }

  private static SSLContext sharedContext(Map<String, String> settings, Path file) {
    List<FileTime> times =
        List.of(changed(settings.get(TRUSTSTORE)), changed(settings.get(KEYSTORE)));
    return requireNonNull(
            CONTEXTS.compute(
                file,
                (path, made) ->
                    made != null && made.settings.equals(settings) && made.times.equals(times)
                        ? made
                        : new MadeContext(settings, times, context(settings, file))))
        .tls();
  }

  /** When a file was changed; the beginning of time if it is not there, as reading it will tell. */
  private static FileTime changed(@Nullable String location) {
    try {
      return location == null
          ? FileTime.fromMillis(0)
          : Files.getLastModifiedTime(Path.of(location));
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static SSLContext context(Map<String, String> settings, Path file) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      char[] keyPassword = settings.getOrDefault(KEYSTORE_PASSWORD, "").toCharArray();
      keys.init(load(settings.get(KEYSTORE), keyPassword, file), keyPassword);
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      String password = settings.get(TRUSTSTORE_PASSWORD);
      trusted.init(
          load(settings.get(TRUSTSTORE), password == null ? null : password.toCharArray(), file));
      context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SettingsFileException("'" + file + "' makes no TLS: " + e.getMessage());
    }
  }

  /** JKS or PKCS12, as it says itself. */
  private static @Nullable KeyStore load(
      @Nullable String location, char @Nullable [] password, Path file)
      throws GeneralSecurityException {
    if (location == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try (InputStream in = Files.newInputStream(Path.of(location))) {
      store.load(in, password);
    } catch (IOException e) {
      throw new SettingsFileException(
          "'"
              + file
              + "' names "
              + location
              + ", which cannot be read: "
              + Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
    return store;
  }
}
