package org.adclicks.pipeline.sink;

import com.datastax.driver.core.RemoteEndpointAwareJdkSSLOptions;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.adclicks.access.StoreAccess;
import org.jspecify.annotations.Nullable;

/** TLS to the store's nodes; unless told not to, a certificate must name the node that shows it. */
final class HostCheckingTls extends RemoteEndpointAwareJdkSSLOptions {

  /** With 1.3 this driver's Netty, 4.0, waits for ever for the end of the greeting. */
  private static final String[] PROTOCOLS = {"TLSv1.2"};

  private final boolean verifiesHosts;

  HostCheckingTls(SSLContext context, StoreAccess access) {
    super(context, null);
    this.verifiesHosts = access.verifiesHosts();
  }

  @Override
  protected SSLEngine newSSLEngine(
      SocketChannel channel, @Nullable InetSocketAddress remoteEndpoint) {
    SSLEngine engine = super.newSSLEngine(channel, remoteEndpoint);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    if (verifiesHosts) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }
}
