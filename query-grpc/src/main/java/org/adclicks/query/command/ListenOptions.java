package org.adclicks.query.command;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.ServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.adclicks.query.keys.KeyFile;
import org.adclicks.query.keys.KeyFileException;
import org.adclicks.query.keys.KeyRing;
import org.adclicks.query.service.Access;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Where the service listens and whom it lets in. Whoever is not on this machine comes with a key,
 * through TLS, or not at all.
 *
 * <p>Errors: {@link ParameterException} with one line that says what is missing.
 */
final class ListenOptions {

  @Option(names = "--port", description = "Port of gRPC, REST and the page; 0 picks a free one.")
  private int port = 8080;

  @Option(
      names = "--bind",
      description = "Address to listen on; others than loopback need TLS and keys.")
  private String bind = "127.0.0.1";

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Certificate chain, PEM, read at the start.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's private key, PKCS #8, PEM.")
  private @Nullable Path privateKey;

  @Option(
      names = "--tls-by-proxy",
      description = "A proxy before this service does TLS, and nobody else reaches it.")
  private boolean tlsByProxy;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Lets only holders of these keys in; see 'serve keys'. Followed while it runs.")
  private @Nullable Path keys;

  @Option(
      names = "--questions-per-second",
      paramLabel = "N",
      description = "How many questions a key may ask in a second.")
  private int questionsPerSecond = 100;

  /** Who may come in, if the options go together. */
  Access access(CommandSpec spec) {
    String problem = problem();
    if (problem != null) {
      throw new ParameterException(spec.commandLine(), problem);
    }
    if (keys == null) {
      return Access.open();
    }
    try {
      return Access.byKeys(KeyRing.following(new KeyFile(keys)), questionsPerSecond);
    } catch (KeyFileException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable String problem() {
    if (port < 0 || port > 65_535) {
      return "--port must be 0..65535, not " + port;
    }
    if (questionsPerSecond < 1) {
      return "--questions-per-second must be 1 or more, not " + questionsPerSecond;
    }
    if ((certificate == null) != (privateKey == null)) {
      return "--tls-cert and --tls-key go together";
    }
    if (certificate != null && tlsByProxy) {
      return "TLS is either --tls-by-proxy or this service's own, by --tls-cert and --tls-key";
    }
    for (Path file : new Path[] {certificate, privateKey}) {
      if (file != null && !Files.isReadable(file)) {
        return file + " cannot be read";
      }
    }
    boolean isLoopback;
    try {
      isLoopback = InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return "--bind " + bind + " is no address of this machine";
    }
    String reached =
        isLoopback
            ? "a proxy makes this service reachable by others"
            : "--bind " + bind + " is reachable by others";
    boolean isOpen = !isLoopback || tlsByProxy;
    if (isOpen && certificate == null && !tlsByProxy) {
      return reached
          + ": give --tls-cert FILE and --tls-key FILE, or say --tls-by-proxy; and --keys FILE";
    }
    if (isOpen && keys == null) {
      return reached + ": give --keys FILE (./adclicks serve keys add NAME --keys FILE makes one)";
    }
    return null;
  }

  /** Opens the port. */
  void openOn(ServerBuilder server, CommandSpec spec) {
    InetSocketAddress here = new InetSocketAddress(bind, port);
    Path chain = certificate;
    Path secret = privateKey;
    if (chain == null || secret == null) {
      server.http(here);
      return;
    }
    server.https(here);
    try {
      server.tls(TlsKeyPair.of(secret.toFile(), chain.toFile()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "%s and %s are no certificate chain and PKCS #8 key in PEM".formatted(chain, secret),
          e);
    }
  }

  String address() {
    return bind + ":" + port;
  }

  String url(int activePort) {
    return (certificate == null ? "http://" : "https://") + bind + ":" + activePort + "/";
  }
}
