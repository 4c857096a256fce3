package org.adclicks.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.adclicks.localstack.secure.Certificates;

/**
 * Speaks TLS with a certificate of last month, and nothing else: neither Kafka nor Cassandra gets
 * further with their clients, and a real Kafka does not start with it.
 */
final class ExpiredServer implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  private final SSLServerSocket socket;
  private final Path truststore;

  private ExpiredServer(SSLServerSocket socket, Path truststore) {
    this.socket = socket;
    this.truststore = truststore;
  }

  static ExpiredServer start(Path folder) throws IOException, GeneralSecurityException {
    Certificates certificates = Certificates.make(folder, PASSWORD, "-30d", 10);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificates.keystore())) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    SSLServerSocket socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ExpiredServer server = new ExpiredServer(socket, certificates.truststore());
    Thread thread = new Thread(server::greet, "expired-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private void greet() {
    while (!socket.isClosed()) {
      try (SSLSocket client = (SSLSocket) socket.accept()) {
        client.startHandshake();
      } catch (IOException e) {
        // As it should be: it does not like our certificate.
      }
    }
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  Path truststore() {
    return truststore;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
