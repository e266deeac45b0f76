package io.meshprovisioner.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.CloudSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** A mesh's cloud resources from nothing to nothing, one after the other. */
final class Life implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofSeconds(2);
    private static final int GLANCES = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LOOKS = 60;

    private final CloudBackendContract contract;
    private final MeshSpec spec;
    private final Map<ResourceId, Object> values = new HashMap<>();
    private final CloudSession session;
    private final List<Resource<?>> resources;

    Life(CloudBackendContract contract, MeshSpec spec) {
        this.contract = contract;
        this.spec = spec;
        this.session = contract.open();
        Graph.Builder graph = Graph.builder();
        session.addTo(graph, spec, access -> {
            throw new IllegalStateException("the cluster is asked for a session");
        });
        this.resources = covered(graph.build());
    }

    private List<Resource<?>> covered(Graph graph) {
        Set<ResourceId> out = new HashSet<>();
        List<Resource<?>> in = new ArrayList<>();
        for (Resource<?> resource : graph.resources()) {
            boolean needsOthers = resource.needs().stream().map(Ref::id).anyMatch(out::contains);
            if (contract.covers(resource.id().kind()) && !needsOthers) {
                in.add(resource);
            } else {
                out.add(resource.id());
            }
        }
        return in;
    }

    String mesh() {
        return spec.name();
    }

    MeshSpec spec() {
        return spec;
    }

    List<Resource<?>> resources() {
        return resources;
    }

    /** Looks, and keeps the value of what is ready. */
    <T> Observation<T> observe(Resource<T> resource) {
        Observation<T> seen = resource.observe(Steps.looking(contract::now).with(values));
        if (seen instanceof Observation.Ready<T> ready) {
            values.put(resource.id(), ready.value());
        }
        return seen;
    }

    /** Looks as a session does that has seen nothing yet. */
    Observation<?> observeAnew(Resource<?> resource) {
        try (Life other = new Life(contract, spec)) {
            return other.observe(other.resources.stream()
                    .filter(one -> one.id().equals(resource.id()))
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** Makes it; where repeating is the service's to refuse, asks a second time, as after a lost answer. */
    void bringUp(Resource<?> resource) throws InterruptedException {
        for (Ref<?> need : resource.needs()) {
            Assumptions.assumeTrue(values.containsKey(need.id()), need.id() + " did not come up");
        }
        create(resource);
        int found = session.inventory(mesh(), Steps.looking(contract::now)).size();
        if (mayBeRepeated(resource)) {
            try {
                create(resource);
            } catch (CallFailure | MeshException refused) {
                assertThat(refused).as("a repetition is refused with a reason").hasMessageMatching("(?s).+");
            }
        }
        Observation<?> seen = observe(resource);
        for (int i = 0; i < LOOKS && !(seen instanceof Observation.Ready); i++) {
            if (seen instanceof Observation.Failed<?> failed) {
                fail(resource.id() + " failed: " + failed.reason());
            }
            contract.pass(resource.pace().expected().isZero() ? GLANCE : PATIENCE);
            seen = observe(resource);
        }
        assertThat(seen).isInstanceOf(Observation.Ready.class);
        assertThat(session.inventory(mesh(), Steps.looking(contract::now)))
                .as("what is there of the mesh, asked twice")
                .hasSize(found);
    }

    private boolean mayBeRepeated(Resource<?> resource) {
        return resource.settle().isZero()
                && resource.pace().expected().isZero()
                && !contract.unrepeatable().containsKey(resource.id().kind());
    }

    private void create(Resource<?> resource) throws InterruptedException {
        for (int i = 1; ; i++) {
            try {
                resource.create(Steps.changing(contract::now).with(values));
                return;
            } catch (CallFailure failure) {
                if (i == GLANCES) {
                    throw failure;
                }
                contract.pass(GLANCE);
            }
        }
    }

    /** Removes what the inventory lists in the order that it says, and each thing once more after it has gone. */
    void takeDown() throws InterruptedException {
        Map<ResourceId, Removal> left = new HashMap<>();
        session.inventory(mesh(), Steps.looking(contract::now)).forEach(removal -> left.put(removal.id(), removal));
        for (int round = 0; round < LOOKS && !left.isEmpty(); round++) {
            Set<String> kinds = left.keySet().stream().map(ResourceId::kind).collect(Collectors.toSet());
            for (Removal removal : List.copyOf(left.values())) {
                if (removal.after().stream().noneMatch(kinds::contains) && isGone(removal)) {
                    assertThat(removal.remove(Steps.changing(contract::now)))
                            .as("removing what has gone")
                            .isInstanceOf(Removal.Removed.Gone.class);
                    left.remove(removal.id());
                }
            }
            if (!left.isEmpty()) {
                boolean slow = left.values().stream()
                        .anyMatch(removal -> removal.pace().expected().compareTo(GLANCE) > 0);
                contract.pass(slow ? PATIENCE : GLANCE);
            }
        }
        assertThat(left.keySet()).isEmpty();
        assertThat(session.inventory(mesh(), Steps.looking(contract::now))).isEmpty();
    }

    private boolean isGone(Removal removal) {
        try {
            return removal.remove(Steps.changing(contract::now)) instanceof Removal.Removed.Gone;
        } catch (CallFailure again) {
            return false;
        }
    }
}
