package io.meshprovisioner.istio.traffic.question;

/** Who asks. */
public sealed interface Caller {
    /**
     * A workload with a sidecar in its way, or without one where none is injected.
     *
     * @param namespace where it runs
     * @param name of its pod, its Deployment, its {@code app} label or a service that selects it
     */
    record InMesh(String namespace, String name) implements Caller {}

    /**
     * A workload without sidecar: it sends as it likes, and its identity is not known.
     *
     * @param address its IP address; empty for any
     */
    record WithoutSidecar(String address) implements Caller {}

    /**
     * Somebody outside, who comes through a gateway.
     *
     * @param address its IP address; empty for any
     * @param gateway {@code namespace/name} of the gateway's workload; empty for the one that answers the host
     */
    record Outside(String address, String gateway) implements Caller {}
}
