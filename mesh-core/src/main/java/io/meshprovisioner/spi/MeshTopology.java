package io.meshprovisioner.spi;

import io.meshprovisioner.spi.MeshReport.Component;
import java.util.List;

/**
 * What a mesh consists of, and who is in it.
 *
 * @param version the Istio release found; empty when there is none
 * @param controlPlane what configures the proxies, and Istio's agents on the nodes where it has some
 * @param gateways the proxies at the edge
 * @param workloads everything else that runs in the cluster, in the mesh or not
 * @param rules the configuration that decides traffic
 * @param links who is reached from where, as the rules and Services say
 */
public record MeshTopology(
        String version,
        List<Component> controlPlane,
        List<Component> gateways,
        List<Workload> workloads,
        List<Rule> rules,
        List<Link> links) {
    public MeshTopology {
        controlPlane = List.copyOf(controlPlane);
        gateways = List.copyOf(gateways);
        workloads = List.copyOf(workloads);
        rules = List.copyOf(rules);
        links = List.copyOf(links);
    }

    /** The workloads whose every pod has a proxy. */
    public List<Workload> members() {
        return workloads.stream().filter(Workload::inMesh).toList();
    }

    /** The workloads that the mesh does not reach, each with the reason. */
    public List<Workload> outsiders() {
        return workloads.stream().filter(workload -> !workload.inMesh()).toList();
    }

    /**
     * @param kind Deployment, StatefulSet or DaemonSet
     * @param proxies how many of its pods have a proxy
     * @param services {@code namespace/name} of the Services that select its pods
     * @param whyNot why not all of its pods have a proxy, in words; empty for members
     */
    public record Workload(
            String kind, String namespace, String name, int pods, int proxies, List<String> services, String whyNot) {
        public Workload {
            services = List.copyOf(services);
        }

        public boolean inMesh() {
            return pods > 0 && proxies == pods;
        }
    }

    /**
     * An object of Istio's that decides traffic.
     *
     * @param about the hosts, or the labels of the workloads, that it is about; empty where it is about all
     */
    public record Rule(String kind, String namespace, String name, List<String> about) {
        public Rule {
            about = List.copyOf(about);
        }
    }

    /**
     * @param from {@code namespace/name} of a gateway or a Service
     * @param to {@code namespace/name} of a Service or a workload
     * @param by the object that says so, such as {@code VirtualService shop/cart}
     */
    public record Link(String from, String to, String by) {}
}
