package org.adclicks.pipeline.load;

import io.grpc.ChannelCredentials;
import java.util.Optional;
import org.adclicks.access.HostPort;
import org.adclicks.proto.client.ServiceKey;

/**
 * A query service and how it is asked.
 *
 * @param credentials whether through TLS, and whom to trust then
 * @param key sent with each question, if there is one
 */
record QueryTarget(HostPort address, ChannelCredentials credentials, Optional<ServiceKey> key) {}
