package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.gatewayapi.Gateway;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.ControlPlaneResource.ControlPlane;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.WaypointSpec;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.NodeCapacity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A waypoint works: istiod has made a Deployment of its Gateway, which is available, and says that it is programmed. It is
 * asked for once istiod runs, which makes what it finds no sooner.
 */
final class WaypointResource implements Resource<WaypointResource.Waypoint> {
    static final String PART = "waypoint";
    static final String CLASS = "istio-waypoint";

    /** Where ztunnels and waypoints speak HBONE. */
    private static final int TUNNEL = 15_008;

    private final Cluster cluster;
    private final Ref<NodeCapacity> nodes;
    private final Ref<ControlPlane> controlPlane;
    private final Ref<GatewayApiCrds.Served> kinds;
    private final Ref<Namespace> namespace;
    private final Manifest wanted;

    /** A waypoint that works. */
    record Waypoint(String namespace, String name) {}

    /** @param kinds of the Gateway API */
    WaypointResource(
            Cluster cluster,
            Ref<NodeCapacity> nodes,
            Ref<ControlPlane> controlPlane,
            Ref<GatewayApiCrds.Served> kinds,
            Ref<Namespace> namespace,
            WaypointSpec spec,
            Optional<String> revision) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.controlPlane = controlPlane;
        this.kinds = kinds;
        this.namespace = namespace;
        Map<String, String> labels = new TreeMap<>();
        labels.put("istio.io/waypoint-for", spec.traffic().name().toLowerCase(Locale.ROOT));
        revision.ifPresent(name -> labels.put(ControlPlanes.REVISION, name));
        this.wanted = Gateway.named(spec.name())
                .namespace(spec.namespace())
                .labels(labels)
                .gatewayClassName(CLASS)
                .listener("mesh", listener -> listener.hbone(TUNNEL));
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.WAYPOINT, key().namespace().orElse("") + "/" + key().name());
    }

    @Override
    public String title() {
        return "waypoint " + id().name();
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), nodes, controlPlane, kinds, namespace);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G4.1");
    }

    private ObjectKey key() {
        return ObjectKey.of(wanted);
    }

    @Override
    public Observation<Waypoint> observe(Step step) {
        Look look = cluster.look(step);
        Optional<Tree> found = look.get(key());
        if (found.isEmpty()) {
            return Observation.absent();
        }
        String applied = OwnMark.found(found.get());
        if (applied.isEmpty() && !found.get().text("spec", "gatewayClassName").equals(CLASS)) {
            return new Observation.Failed<>(
                    key() + " is somebody else's, and no waypoint",
                    "Give the waypoint another name, or take the Gateway away.",
                    false);
        }
        Waypoint waypoint = new Waypoint(key().namespace().orElse(""), key().name());
        if (!applied.isEmpty() && !applied.equals(OwnMark.of(wanted))) {
            return Observation.ready(
                    waypoint, List.of(new Difference("spec", "as it was asked for", "changed", Remedy.UPDATE)));
        }
        Health health = new Workload(look, step.get(nodes).nodes())
                .of(ObjectKey.of("apps/v1", "Deployment", waypoint.namespace(), waypoint.name()));
        if (!(health instanceof Health.Well)) {
            return ControlPlaneResource.pendingOrFailed(health);
        }
        return found.get().isTrue("Programmed")
                ? new Observation.Ready<>(waypoint, List.of(), applied.isEmpty())
                : Observation.pending("istiod has not programmed it yet");
    }

    @Override
    public Observation<Waypoint> create(Step step) {
        cluster.session(step).apply(OwnMark.on(wanted, PART), ApplyOptions.OURS, step.permit());
        return observe(step);
    }

    @Override
    public Observation<Waypoint> update(Step step, Observation.Ready<Waypoint> found) {
        return create(step);
    }
}
