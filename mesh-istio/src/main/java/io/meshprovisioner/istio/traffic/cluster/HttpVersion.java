package io.meshprovisioner.istio.traffic.cluster;

/** What HTTP a proxy speaks to the endpoints of a cluster, when it speaks HTTP. */
public enum HttpVersion {
    HTTP_1,
    HTTP_2,
    /** That of the client. */
    AS_CLIENT
}
