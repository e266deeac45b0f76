package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.ControlPlaneResource.ControlPlane;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.GatewaySpec.Exposure;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.LoadBalancerAddress;
import io.meshprovisioner.spi.NodeCapacity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A gateway works: its Deployment is available and its Service has the address of a load balancer, where it asks for one. */
final class GatewayResource implements Resource<LoadBalancerAddress> {
    private final Cluster cluster;
    private final Ref<NodeCapacity> nodes;
    private final Ref<ControlPlane> controlPlane;
    private final GatewaySpec gateway;
    private final Ref<? extends Workloads> made;

    /** @param made what brings its Deployment into the cluster */
    GatewayResource(
            Cluster cluster,
            Ref<NodeCapacity> nodes,
            Ref<ControlPlane> controlPlane,
            GatewaySpec gateway,
            Ref<? extends Workloads> made) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.controlPlane = controlPlane;
        this.gateway = gateway;
        this.made = made;
    }

    /** The first address of a Service's load balancer: a host name on AWS, an IP address elsewhere. */
    static Optional<String> address(Tree service) {
        return service.items("status", "loadBalancer", "ingress").stream()
                .map(ingress -> ingress.text("hostname").isEmpty() ? ingress.text("ip") : ingress.text("hostname"))
                .filter(address -> !address.isEmpty())
                .findFirst();
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.GATEWAY_READY, name());
    }

    @Override
    public String title() {
        return "gateway " + name() + " ready";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), nodes, controlPlane, made);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G3.2");
    }

    @Override
    public Observation<LoadBalancerAddress> observe(Step step) {
        Look look = cluster.look(step);
        ObjectKey deployment = ObjectKey.of("apps/v1", "Deployment", gateway.namespace(), gateway.name());
        if (!step.get(made).workloads().contains(deployment)) {
            return Observation.pending(deployment + " is not there");
        }
        Health health = new Workload(look, step.get(nodes).nodes()).of(deployment);
        if (!(health instanceof Health.Well)) {
            return ControlPlaneResource.pendingOrFailed(health);
        }
        Optional<Tree> service = look.get(ObjectKey.of("v1", "Service", gateway.namespace(), gateway.name()));
        if (service.isEmpty()) {
            return Observation.pending("Service " + id().name() + " is not there");
        }
        List<Difference> old =
                Proxies.outdated(look, deployment, step.get(controlPlane).release());
        return reached(service.get())
                .map(address -> Observation.ready(new LoadBalancerAddress(id().name(), address), old))
                .orElseGet(() -> waiting(look, service.get(), step));
    }

    /** With what whoever makes the load balancer has last noted down on the Service. */
    private Observation<LoadBalancerAddress> waiting(Look look, Tree service, Step step) {
        LikelyCause cause = new LikelyCause(look);
        String told = cause.told(service).stream()
                .findFirst()
                .map(warning -> "; " + warning)
                .orElse("");
        return Observation.hindered(
                "its load balancer has no address yet (the gateway runs, configured by istiod "
                        + step.get(controlPlane).release() + ")" + told,
                cause.of(service).orElse(""));
    }

    /** A gateway without a load balancer of its own is there as soon as its Service is. */
    private Optional<String> reached(Tree service) {
        return gateway.exposure() == Exposure.LOAD_BALANCER
                ? address(service)
                : Optional.of(gateway.name() + "." + gateway.namespace() + ".svc");
    }

    private String name() {
        return gateway.namespace() + "/" + gateway.name();
    }

    @Override
    public Observation<LoadBalancerAddress> create(Step step) {
        return observe(step);
    }

    /** A gateway's proxy is put in by the injector: one that was put in before is of the release of then. */
    @Override
    public Observation<LoadBalancerAddress> update(Step step, Observation.Ready<LoadBalancerAddress> found) {
        Proxies.restart(
                cluster.session(step),
                ObjectKey.of("apps/v1", "Deployment", gateway.namespace(), gateway.name()),
                step.get(controlPlane).release(),
                step);
        return Observation.pending("its pods are made anew, for the proxy of "
                + step.get(controlPlane).release());
    }
}
