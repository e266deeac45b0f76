package io.meshprovisioner.istio.traffic.snapshot;

/**
 * A port of a service.
 *
 * @param targetPort the port number of its workloads as the service says it; 0 where it says nothing or a name
 * @param targetName the port name of its workloads as the service says it; empty where it says nothing or a number
 */
public record ServicePort(String name, int number, Protocol protocol, int targetPort, String targetName) {
    /** The number that workloads listen on unless an endpoint says otherwise. */
    public int workloadPort() {
        return targetPort == 0 ? number : targetPort;
    }
}
