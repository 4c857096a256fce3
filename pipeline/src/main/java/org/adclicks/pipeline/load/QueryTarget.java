package org.adclicks.pipeline.load;

import org.adclicks.access.HostPort;
import org.adclicks.proto.client.ServiceAccess;

/** A query service and how it is asked. */
record QueryTarget(HostPort address, ServiceAccess access) {}
