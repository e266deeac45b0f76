package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.Endpoint;

/**
 * An endpoint as a proxy is told it.
 *
 * @param weight its share within the locality, at least 1
 * @param mutualTls whether it is marked as speaking Istio's mutual TLS
 * @param endpoint where it comes from
 */
public record ClusterEndpoint(String address, int port, int weight, boolean mutualTls, Endpoint endpoint) {

    /** Address and port. */
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
