package org.adclicks.localstack.secure;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.adclicks.localstack.process.StackFailure;

/**
 * The secrets of one stack, in a folder nobody but its owner enters: passwords, made once; the
 * servers' certificate, made anew at each start; and for each user a file as the options {@code
 * --kafka-config} and {@code --cassandra-config} take it.
 */
public final class StackSecurity {

  /** May do everything in Kafka; the broker's own user too. */
  public static final String KAFKA_ADMIN = "adclicks-admin";

  /** The streaming job. */
  public static final String KAFKA_JOB = "adclicks-job";

  /** Who brings clicks: shippers, {@code load}, {@code generate}. */
  public static final String KAFKA_LOADER = "adclicks-loader";

  /** May do everything in Cassandra. */
  public static final String STORE_ADMIN = "adclicks_admin";

  /** The streaming job. */
  public static final String STORE_WRITER = "adclicks_writer";

  /** The query service. */
  public static final String STORE_READER = "adclicks_reader";

  private static final String FOLDER = "secure";
  private static final String STORES = "stores";
  private static final List<String> KAFKA_USERS = List.of(KAFKA_ADMIN, KAFKA_JOB, KAFKA_LOADER);
  private static final List<String> STORE_USERS = List.of(STORE_ADMIN, STORE_WRITER, STORE_READER);
  private static final int PASSWORD_BYTES = 24;

  private final Path folder;
  private final Certificates certificates;
  private final Map<String, String> passwords;

  private StackSecurity(Path folder, Certificates certificates, Map<String, String> passwords) {
    this.folder = folder;
    this.certificates = certificates;
    this.passwords = Map.copyOf(passwords);
  }

  /**
   * That of the stack in this folder: made if it is not there.
   *
   * @throws StackFailure if it can be neither read nor made
   */
  public static StackSecurity in(Path stateDir) {
    Path folder = folderOf(stateDir.toAbsolutePath().normalize());
    try {
      PrivateFiles.folder(folder);
      Map<String, String> passwords = passwords(folder.resolve("passwords.properties"));
      String ofStores = Objects.requireNonNull(passwords.get(STORES), STORES);
      StackSecurity security =
          new StackSecurity(folder, Certificates.make(folder, ofStores), passwords);
      security.writeFiles();
      return security;
    } catch (IOException e) {
      throw new StackFailure("secrets cannot be kept in " + folder + ": " + e, e);
    }
  }

  /** Where the secrets of a stack with this state folder are. */
  public static Path folderOf(Path stateDir) {
    return stateDir.resolve(FOLDER);
  }

  /** What a client of Kafka reads to be this user. */
  public static Path kafkaFile(Path folder, String user) {
    return folder.resolve("kafka-" + user + ".properties");
  }

  /** What a client of Cassandra reads to be this user. */
  public static Path storeFile(Path folder, String user) {
    return folder.resolve("cassandra-" + user + ".properties");
  }

  public Path folder() {
    return folder;
  }

  public Path kafkaFile(String user) {
    return kafkaFile(folder, user);
  }

  public Path storeFile(String user) {
    return storeFile(folder, user);
  }

  public Certificates certificates() {
    return certificates;
  }

  /** Of the stores of keys and certificates. */
  public String storesPassword() {
    return password(STORES);
  }

  /**
   * Of one of the users.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public String password(String user) {
    String password = passwords.get(user);
    if (password == null) {
      throw new IllegalArgumentException("there is no user " + user);
    }
    return password;
  }

  /** Writes a server's settings, which hold secrets too. */
  public Path writePrivate(Path file, String text) throws IOException {
    PrivateFiles.write(file, text);
    return file;
  }

  private void writeFiles() throws IOException {
    for (String user : KAFKA_USERS) {
      Map<String, String> settings = new TreeMap<>(tls());
      settings.put("security.protocol", "SASL_SSL");
      settings.put("sasl.mechanism", user.equals(KAFKA_ADMIN) ? "PLAIN" : "SCRAM-SHA-512");
      settings.put(
          "sasl.jaas.config",
          "org.apache.kafka.common.security."
              + (user.equals(KAFKA_ADMIN) ? "plain.PlainLoginModule" : "scram.ScramLoginModule")
              + " required username=\""
              + user
              + "\" password=\""
              + password(user)
              + "\";");
      settings.put("ssl.truststore.type", "PKCS12");
      PrivateFiles.write(kafkaFile(user), settings);
    }
    for (String user : STORE_USERS) {
      Map<String, String> settings = new TreeMap<>(tls());
      settings.put("username", user);
      settings.put("password", password(user));
      PrivateFiles.write(storeFile(user), settings);
    }
  }

  private Map<String, String> tls() {
    return Map.of(
        "ssl.truststore.location",
        certificates.truststore().toString(),
        "ssl.truststore.password",
        storesPassword());
  }

  /** Those of before, as Kafka and Cassandra remember them; and new ones for who has none. */
  private static Map<String, String> passwords(Path file) throws IOException {
    Properties kept = new Properties();
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        kept.load(in);
      }
    }
    SecureRandom random = new SecureRandom();
    Map<String, String> passwords = new TreeMap<>();
    kept.forEach((user, password) -> passwords.put(user.toString(), password.toString()));
    passwords.computeIfAbsent(STORES, user -> password(random));
    KAFKA_USERS.forEach(user -> passwords.computeIfAbsent(user, u -> password(random)));
    STORE_USERS.forEach(user -> passwords.computeIfAbsent(user, u -> password(random)));
    if (passwords.size() > kept.size()) {
      PrivateFiles.write(file, passwords);
    }
    return passwords;
  }

  private static String password(SecureRandom random) {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
