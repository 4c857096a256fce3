package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.adclicks.localstack.secure.Certificates;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.StackEndpoints;
import org.adclicks.proto.client.ServiceKey;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryImplBase;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ServiceOptionsTest {

  private static final String PASSWORD = "for-this-test";
  private static final Map<String, String> KEY = Map.of(ServiceKey.VARIABLE, "adclicks_secret");
  private static final Map<String, String> NO_KEY = Map.of();

  @TempDir Path folder;

  @Test
  void sendsNoKeyInTheClearToAnotherMachine() {
    assertThatThrownBy(() -> target(KEY, "--query=192.0.2.1:8080"))
        .isInstanceOfSatisfying(
            CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(2))
        .hasMessage(
            "the key could be read on its way to 192.0.2.1:8080: ask through --tls or --tls-ca"
                + " FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8080", "localhost:8080", "[::1]:8080"})
  void needsNoTlsForAKeyThatStaysOnThisMachine(String here) throws Exception {
    QueryTarget target = target(KEY, "--query=" + here);

    assertThat(target.access().credentials()).isInstanceOf(InsecureChannelCredentials.class);
    assertThat(target.access().key()).isPresent();
  }

  @Test
  void needsNoTlsWithoutAKey() throws Exception {
    QueryTarget target = target(NO_KEY, "--query=192.0.2.1:8080");

    assertThat(target.access().credentials()).isInstanceOf(InsecureChannelCredentials.class);
    assertThat(target.access().key()).isEmpty();
  }

  @Test
  void asksAnotherMachineThroughTls() throws Exception {
    QueryTarget target = target(KEY, "--query=192.0.2.1:8080", "--tls");

    assertThat(target.access().credentials()).isInstanceOf(TlsChannelCredentials.class);
    assertThat(target.access().key()).isPresent();
  }

  @Test
  void asksNobodyIfNoneIsNamedAndNoStackRuns() throws Exception {
    ServiceOptions options = new ServiceOptions();

    assertThat(options.target(StackEndpoints.under(folder), KEY)).isEmpty();
  }

  @Test
  void saysInOneLineWhatIsWrong() throws Exception {
    Path none = folder.resolve("none");
    Path junk = Files.writeString(folder.resolve("junk"), "no certificate\n");
    assertThatThrownBy(() -> target(NO_KEY, "--query=somewhere"))
        .hasMessage("--query: 'somewhere' is not HOST:PORT");
    assertThatThrownBy(() -> target(NO_KEY, "--query=127.0.0.1:1", "--api-key-file=" + none))
        .hasMessageStartingWith("no key in " + none + ": ");
    for (Path file : List.of(none, junk)) {
      assertThatThrownBy(() -> target(NO_KEY, "--query=127.0.0.1:1", "--tls-ca=" + file))
          .isInstanceOf(CommandFailure.class)
          .hasMessageStartingWith("no certificates in " + file + ": ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void asksAServiceWithAKeyThroughTls() throws Exception {
    Certificates made = Certificates.make(folder.resolve("made"), PASSWORD);
    KeyStore own = load(made.keystore());
    String alias = own.aliases().nextElement();
    Path chain = pem("service.crt", "CERTIFICATE", own.getCertificate(alias).getEncoded());
    Path key =
        pem("service.key", "PRIVATE KEY", own.getKey(alias, PASSWORD.toCharArray()).getEncoded());
    KeyStore believed = load(made.truststore());
    Path authority =
        pem(
            "ca.crt",
            "CERTIFICATE",
            believed.getCertificate(believed.aliases().nextElement()).getEncoded());
    SentKeys keys = new SentKeys();
    Server server =
        Grpc.newServerBuilderForPort(0, TlsServerCredentials.create(chain.toFile(), key.toFile()))
            .addService(new EmptyService())
            .intercept(keys)
            .build()
            .start();
    QueryTarget target =
        target(KEY, "--query=127.0.0.1:" + server.getPort(), "--tls-ca=" + authority);

    try (GrpcMinutesService asked = GrpcMinutesService.connect(target, Duration.ZERO)) {
      assertThat(asked.answered(new TouchedMinutes()).all()).isZero();
    } finally {
      server.shutdownNow();
    }

    assertThat(keys.sent).containsExactly("Bearer adclicks_secret");
  }

  private QueryTarget target(Map<String, String> environment, String... arguments)
      throws CommandFailure {
    ServiceOptions options = new ServiceOptions();
    new CommandLine(
            CommandSpec.create().addMixin("service", CommandSpec.forAnnotatedObject(options)))
        .parseArgs(arguments);
    return options.target(StackEndpoints.under(folder), environment).orElseThrow();
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private Path pem(String name, String what, byte[] content) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), what));
  }

  /** Knows of nothing. */
  private static final class EmptyService extends AdClickQueryImplBase {

    @Override
    public void listMinutes(
        ListMinutesRequest request, StreamObserver<ListMinutesResponse> response) {
      response.onNext(ListMinutesResponse.getDefaultInstance());
      response.onCompleted();
    }
  }

  /** Keeps what callers say they are. */
  private static final class SentKeys implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      sent.add(String.valueOf(headers.get(AUTHORIZATION)));
      return next.startCall(call, headers);
    }
  }
}
