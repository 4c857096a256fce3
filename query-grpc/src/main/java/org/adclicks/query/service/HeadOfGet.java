package org.adclicks.query.service;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.InetSocketAddress;

/**
 * Answers HEAD with the headers GET would have. The REST paths come from the proto, which knows no
 * HEAD, so this asks its own server.
 */
final class HeadOfGet implements HttpService {

  /** Its certificate is of a name, and it asks at an address; nobody else listens there. */
  private static final ClientFactory ITSELF = ClientFactory.insecure();

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    InetSocketAddress here = context.localAddress();
    String address = here.getAddress().getHostAddress();
    String host = address.contains(":") ? "[" + address.replaceAll("%.*", "") + "]" : address;
    RequestHeaders get = request.headers().toBuilder().method(HttpMethod.GET).build();
    String scheme = context.sessionProtocol().isTls() ? "https" : "http";
    return HttpResponse.of(
        WebClient.builder(scheme + "://" + host + ":" + here.getPort())
            .factory(ITSELF)
            .build()
            .execute(get)
            .aggregate()
            .thenApply(answer -> HttpResponse.of(answer.headers())));
  }
}
