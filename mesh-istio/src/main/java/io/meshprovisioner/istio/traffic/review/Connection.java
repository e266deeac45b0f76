package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;

/**
 * Bytes, or TLS that nobody opens, on their way from a caller.
 *
 * @param host name or address that is called
 */
record Connection(Proxy proxy, String host, int port, Transport transport) {
    Decision ask(Traffic traffic) {
        return traffic.as(proxy).connect(host, port, transport);
    }
}
