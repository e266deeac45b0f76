package io.meshprovisioner.spec;

/**
 * A waypoint of an ambient mesh: the proxy that keeps a namespace's HTTP rules, which ztunnel does not read. Values: each
 * method returns a changed copy.
 *
 * <p>Source: <a href="https://istio.io/latest/docs/ambient/usage/waypoint/">Configure waypoint proxies</a>.
 *
 * @param namespace made where it is missing, then in the ambient mesh and led through this waypoint
 * @param name of its Gateway, Deployment and Service; default {@code waypoint}
 * @param traffic that it takes; default that to Services
 */
public record WaypointSpec(String namespace, String name, Traffic traffic) {

    /** To what a waypoint's traffic goes. */
    public enum Traffic {
        SERVICE,
        /** Pods and virtual machines by their own addresses. */
        WORKLOAD,
        ALL,
        NONE
    }

    /** The waypoint of a namespace. */
    public static WaypointSpec in(String namespace) {
        return new WaypointSpec(namespace, "waypoint", Traffic.SERVICE);
    }

    public WaypointSpec name(String newName) {
        return new WaypointSpec(namespace, newName, traffic);
    }

    public WaypointSpec traffic(Traffic newTraffic) {
        return new WaypointSpec(namespace, name, newTraffic);
    }
}
