package io.meshprovisioner.testkit.world;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import java.util.List;
import java.util.Optional;

/** The simulated cloud account: answers requests and is what a cluster's cloud controller talks to. */
public interface CloudState {

    /** An independent copy; later changes of one are not seen in the other. */
    CloudState copy();

    /** Answers one API request and takes its effect, at {@code world.now()}. */
    Response handle(World world, Request request);

    /** The short name of the operation, such as {@code ec2:CreateVpc}; for the recorder and the fault plan. */
    String operation(Request request);

    /** An error answer in the protocol of the request's service, for the fault plan. */
    Response error(Request request, int status, String code, String message);

    /** The answer of the request's service to too many calls. */
    default Response throttled(Request request) {
        return error(request, 429, "ThrottlingException", "Rate exceeded");
    }

    /** Whom a bearer token stands for on a cluster; empty when it is expired, forged or for another cluster. */
    Optional<KubeIdentity> authenticate(World world, ClusterKey cluster, String bearerToken);

    /** Makes the load balancer of a Service, or answers what has become of it. */
    LoadBalancer ensureLoadBalancer(World world, LoadBalancerRequest request);

    /** Starts to delete the load balancer of a Service; true once nothing of it is left to wait for. */
    boolean deleteLoadBalancer(World world, ClusterKey cluster, String serviceUid);

    /** The profile by which a new pod runs on a machine of its own that the cloud keeps; empty: on the cluster's nodes. */
    default Optional<String> podProfile(
            World world, ClusterKey cluster, String namespace, java.util.Map<String, String> labels) {
        return Optional.empty();
    }

    /** Starts the machine of a pod of such a profile; empty while there is none to have. */
    default Optional<ClusterState.NodeRequest> startPodMachine(
            World world, ClusterKey cluster, String profile, String podUid) {
        return Optional.empty();
    }

    /** Ends such a machine, by its node's name. */
    default void stopPodMachine(World world, ClusterKey cluster, String node) {}

    /** The pool of which the cloud itself makes nodes as pods need them; empty where it makes none. */
    default Optional<String> autoModePool(World world, ClusterKey cluster) {
        return Optional.empty();
    }

    /** Whether the cloud itself serves the cluster's Services of type LoadBalancer, by a class of its own. */
    default boolean servesBalancers(World world, ClusterKey cluster) {
        return false;
    }

    /** Whether such a machine is on its way that is no node yet. */
    default boolean autoNodesComing(World world, ClusterKey cluster) {
        return false;
    }

    /** Starts such a machine; says why where there is none to have. */
    default Optional<String> startAutoNode(World world, ClusterKey cluster, ClusterState.NodeDemand demand) {
        return Optional.of("no node is made here");
    }

    /** Ends such a machine, by its node's name. */
    default void stopAutoNode(World world, ClusterKey cluster, String node) {}

    /** Everything that exists, one line each, in a stable order; two equal worlds print the same. */
    List<String> inventory(World world);

    /**
     * A cluster, by where it is.
     *
     * @param region such as us-west-2
     * @param name the EKS cluster name
     */
    record ClusterKey(String region, String name) {
        @Override
        public String toString() {
            return region + "/" + name;
        }
    }

    /** Who a Kubernetes caller is. */
    record KubeIdentity(String user, List<String> groups, String accessKeyId) {
        public KubeIdentity {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What the Service controller asks for.
     *
     * @param annotations of the Service (service.beta.kubernetes.io/aws-load-balancer-...)
     * @param ports protocol, port and node port of each
     * @param nodes names of the nodes behind it
     * @param pods where the AWS Load Balancer Controller asks: its own word; empty where Kubernetes itself does
     */
    record LoadBalancerRequest(
            ClusterKey cluster,
            String namespace,
            String serviceName,
            String serviceUid,
            java.util.Map<String, String> annotations,
            List<Port> ports,
            List<String> nodes,
            Optional<Pods> pods) {
        /**
         * One listener.
         *
         * @param nodePort the nodes' port behind it; the pods' where they are the targets
         */
        public record Port(String protocol, int port, int nodePort) {}

        /**
         * What a controller in pods asks for.
         *
         * @param addresses of the Service's pods that are ready; empty where nodes are the targets
         * @param started when the controller's own pod was made: it has the rights of then
         */
        public record Pods(List<String> addresses, java.time.Instant started) {
            public Pods {
                addresses = List.copyOf(addresses);
            }
        }

        /** As Kubernetes itself asks. */
        public LoadBalancerRequest(
                ClusterKey cluster,
                String namespace,
                String serviceName,
                String serviceUid,
                java.util.Map<String, String> annotations,
                List<Port> ports,
                List<String> nodes) {
            this(cluster, namespace, serviceName, serviceUid, annotations, ports, nodes, Optional.empty());
        }

        public LoadBalancerRequest {
            annotations = java.util.Map.copyOf(annotations);
            ports = List.copyOf(ports);
            nodes = List.copyOf(nodes);
        }
    }

    /** A load balancer; its host name is empty while it is being made, with the reason where it cannot be. */
    record LoadBalancer(Optional<String> hostname, Optional<String> problem) {}
}
