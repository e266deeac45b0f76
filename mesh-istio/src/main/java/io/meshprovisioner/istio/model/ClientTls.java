package io.meshprovisioner.istio.model;

/** TLS to a destination, in one of its modes. Source: ClientTLSSettings. */
public sealed interface ClientTls
        permits DisabledClientTls, SimpleClientTls, MutualClientTls, IstioMutualClientTls, OtherClientTls {}
