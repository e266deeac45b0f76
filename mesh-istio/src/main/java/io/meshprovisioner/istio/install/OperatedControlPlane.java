package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.ControlPlaneResource.ControlPlane;
import io.meshprovisioner.istio.install.IstioOperatorResource.Asked;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.NodeCapacity;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Istiod works, as an operator made it. The operator's own word comes at the very end and is not about the latest spec
 * alone, so istiod is looked at as after a chart, and its image must be the one that was asked for.
 */
final class OperatedControlPlane implements Resource<ControlPlane> {
    private static final ObjectKey ISTIOD = ObjectKey.of("apps/v1", "Deployment", Values.NAMESPACE, "istiod");

    private final Cluster cluster;
    private final Ref<NodeCapacity> nodes;
    private final Ref<Asked> asked;
    private final OperatorRequest request;

    OperatedControlPlane(Cluster cluster, Ref<NodeCapacity> nodes, Ref<Asked> asked, OperatorRequest request) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.asked = asked;
        this.request = request;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CONTROL_PLANE, Values.NAMESPACE + "/istiod");
    }

    @Override
    public String title() {
        return "istiod " + request.spec().version() + " ready";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), nodes, asked);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(40), Duration.ofSeconds(5));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G4.2");
    }

    @Override
    public Observation<ControlPlane> observe(Step step) {
        Look look = cluster.look(step);
        Health health = health(look, step);
        return health instanceof Health.Well
                ? Observation.ready(
                        new ControlPlane(Values.NAMESPACE, request.spec().version()))
                : ControlPlaneResource.pendingOrFailed(health);
    }

    private Health health(Look look, Step step) {
        if (!step.get(asked).workloads().contains(ISTIOD)) {
            return new Health.Waiting("no istiod is asked for");
        }
        Optional<Tree> istiod = look.get(ISTIOD);
        Health operator = look.get(IstioOperatorResource.KEY)
                .map(found -> OperatorStatus.of(found).health())
                .orElse(new Health.Waiting(IstioOperatorResource.KEY + " is not there"));
        if (operator instanceof Health.Hopeless || istiod.isEmpty()) {
            return operator instanceof Health.Well ? new Health.Waiting(ISTIOD + " is not there") : operator;
        }
        String tag = request.istioOperator().tag().orElse("");
        boolean current = istiod.get().items("spec", "template", "spec", "containers").stream()
                .anyMatch(container -> container.text("image").endsWith(":" + tag));
        if (!current) {
            return new Health.Waiting("istiod is not of " + tag + " yet");
        }
        Health health = new Workload(look, step.get(nodes).nodes()).of(istiod.get());
        return health instanceof Health.Well ? new Webhooks(look).health(ControlPlanes.DEFAULT) : health;
    }

    @Override
    public Observation<ControlPlane> create(Step step) {
        return observe(step);
    }
}
