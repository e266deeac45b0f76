package io.meshprovisioner.istio.model;

/** TLS of a server, in one of its modes. Source: ServerTLSSettings. */
public sealed interface ServerTls
        permits SimpleServerTls, MutualServerTls, IstioMutualServerTls, PassthroughServerTls, OtherServerTls {}
