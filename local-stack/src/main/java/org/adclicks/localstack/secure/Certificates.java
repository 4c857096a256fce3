package org.adclicks.localstack.secure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.localstack.process.StackFailure;

/**
 * A server's key, with a certificate for loopback, and whom its clients have to believe: a CA made
 * for this one occasion, whose key nobody keeps.
 *
 * <p>Made by the JDK's own keytool, as it is the JDK that has to read them. Passwords go there in
 * files, never in arguments.
 *
 * @param keystore PKCS12, of the server
 * @param truststore PKCS12, of its clients
 */
public record Certificates(Path keystore, Path truststore) {

  private static final String CA = "ca";
  private static final String SERVER = "server";
  private static final String LOOPBACK = "SAN=IP:127.0.0.1,DNS:localhost";

  /** Of the server, by the rules browsers have for certificates. */
  private static final int DAYS = 825;

  /**
   * Makes both, valid from now on.
   *
   * @throws StackFailure if keytool cannot
   */
  public static Certificates make(Path folder, String password) {
    return make(folder, password, "-0d", DAYS);
  }

  /**
   * Makes both, for other days.
   *
   * @param start as keytool takes it, e.g. {@code -10d}
   */
  public static Certificates make(Path folder, String password, String start, int days) {
    Path made = folder.resolve("made.p12");
    Path passwordFile = folder.resolve("made.password");
    try {
      Files.createDirectories(folder);
      PrivateFiles.write(passwordFile, password);
      Files.deleteIfExists(made);
      keytool(
          made,
          passwordFile,
          List.of(
              "-alias",
              CA,
              "-dname",
              "CN=adclicks CA",
              "-ext",
              "BC=ca:true",
              "-validity",
              String.valueOf(DAYS)));
      keytool(
          made,
          passwordFile,
          List.of(
              "-alias",
              SERVER,
              "-dname",
              "CN=localhost",
              "-signer",
              CA,
              "-ext",
              LOOPBACK,
              "-startdate",
              start,
              "-validity",
              String.valueOf(days)));
      Certificates certificates =
          new Certificates(folder.resolve("server.p12"), folder.resolve("truststore.p12"));
      certificates.split(made, password.toCharArray());
      return certificates;
    } catch (IOException | GeneralSecurityException e) {
      throw new StackFailure("certificates cannot be made in " + folder + ": " + e, e);
    } finally {
      deleteQuietly(made, passwordFile);
    }
  }

  // A server takes any key of its store, so there must be only its own.
  private void split(Path made, char[] password) throws IOException, GeneralSecurityException {
    KeyStore both = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(made)) {
      both.load(in, password);
    }
    KeyStore own = empty();
    Certificate[] chain = both.getCertificateChain(SERVER);
    own.setKeyEntry(SERVER, both.getKey(SERVER, password), password, chain);
    store(own, keystore, password);
    KeyStore believed = empty();
    believed.setCertificateEntry(CA, both.getCertificate(CA));
    store(believed, truststore, password);
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static void store(KeyStore store, Path file, char[] password)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(PrivateFiles.create(file))) {
      store.store(out, password);
    }
  }

  private static void keytool(Path made, Path passwordFile, List<String> options)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto", "-genkeypair"));
    words.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12"));
    words.addAll(List.of("-keystore", made.toString(), "-storepass:file", passwordFile.toString()));
    words.addAll(options);
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new StackFailure("keytool made no certificate: " + said.strip());
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while certificates were made", e);
    }
  }

  private static void deleteQuietly(Path... files) {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // In a folder of ours that nobody else reads.
      }
    }
  }
}
