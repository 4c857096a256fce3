package org.adclicks.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import org.adclicks.localstack.secure.Certificates;

/** A service's key and certificate for loopback and its CA's, as files in PEM. */
final class PemFiles {

  private static final String PASSWORD = "changeit";

  private PemFiles() {}

  /** Writes {@code service.key}, {@code service.crt} and {@code ca.crt} into the folder. */
  static void write(Path folder, Path scratch) throws IOException, GeneralSecurityException {
    Certificates made = Certificates.make(scratch, PASSWORD);
    KeyStore own = load(made.keystore());
    String alias = own.aliases().nextElement();
    Files.writeString(
        folder.resolve("service.key"),
        pem("PRIVATE KEY", own.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
    Files.writeString(
        folder.resolve("service.crt"), pem("CERTIFICATE", own.getCertificate(alias).getEncoded()));
    KeyStore believed = load(made.truststore());
    Files.writeString(
        folder.resolve("ca.crt"),
        pem("CERTIFICATE", believed.getCertificate(believed.aliases().nextElement()).getEncoded()));
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), what);
  }
}
