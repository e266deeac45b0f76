package io.meshprovisioner.istio.model;

/** Istio's own metrics. */
public enum IstioMetric {
    /** All of them. */
    ALL_METRICS,

    /** How many requests. */
    REQUEST_COUNT,

    /** How long requests took. */
    REQUEST_DURATION,

    /** How large requests were. */
    REQUEST_SIZE,

    /** How large responses were. */
    RESPONSE_SIZE,

    /** How many connections were opened. */
    TCP_OPENED_CONNECTIONS,

    /** How many connections were closed. */
    TCP_CLOSED_CONNECTIONS,

    /** How many bytes went out. */
    TCP_SENT_BYTES,

    /** How many bytes came in. */
    TCP_RECEIVED_BYTES,

    /** How many gRPC messages were sent by clients. */
    GRPC_REQUEST_MESSAGES,

    /** How many gRPC messages were sent by servers. */
    GRPC_RESPONSE_MESSAGES
}
