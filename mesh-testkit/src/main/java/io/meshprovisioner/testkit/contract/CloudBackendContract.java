package io.meshprovisioner.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.LeaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What the engine relies on in a {@link io.meshprovisioner.spi.CloudBackend}: resources that are found again by name
 * and tags alone, made once however often they are asked for, listed completely by the inventory and by nobody else's,
 * gone when they are removed, however often; a lease that one creates. Extend it in the tests of a backend of your own;
 * it brings a mesh up and takes it down once, resource by resource, without the engine.
 *
 * <pre>{@code
 * class OurCloudTest extends CloudBackendContract {
 *     protected CloudSession open() { return new OurBackend().open("here", access, Time.system(), Recorder.NONE); }
 *     protected MeshSpec spec() { return MeshSpec.forRegion("here"); }
 *     protected Instant now() { return Instant.now(); }
 *     protected void pass(Duration time) throws InterruptedException { Thread.sleep(time.toMillis()); }
 * }
 * }</pre>
 */
public abstract class CloudBackendContract {

    /** A session that knows nothing of the others, as a process of its own would have it. */
    protected abstract CloudSession open();

    /** A mesh that can be made in an account without any. */
    protected abstract MeshSpec spec();

    /** The instant that requests are signed with. */
    protected abstract Instant now();

    /** Lets time pass where something is on its way. */
    protected abstract void pass(Duration time) throws InterruptedException;

    /** Whether a kind of resource, such as {@code ec2:Vpc}, is looked at; what needs another kind is left out with it. */
    protected boolean covers(String kind) {
        return true;
    }

    /** Whether leases are looked at. */
    protected boolean coversLeases() {
        return true;
    }

    /**
     * Kinds whose request may not be repeated here, each with the reason: what stands behind the backend in this test
     * is not what it is made for, and does not know the request's token.
     */
    protected Map<String, String> unrepeatable() {
        return Map.of();
    }

    /** The spec with what the cloud fills in. */
    protected MeshSpec resolved(CloudSession session, MeshSpec spec) {
        CloudSession.Resolution resolution = session.resolve(spec, Optional.empty(), looking());
        assertThat(resolution.problems()).isEmpty();
        return resolution.spec();
    }

    private Steps looking() {
        return Steps.looking(this::now);
    }

    private final List<Life> lives = new ArrayList<>();

    @AfterEach
    void closeSessions() {
        lives.forEach(Life::close);
    }

    private Life live(MeshSpec spec) {
        Life life = new Life(this, spec);
        lives.add(life);
        return life;
    }

    @TestFactory
    Stream<DynamicNode> aLife() {
        MeshSpec spec;
        try (CloudSession session = open()) {
            spec = resolved(session, spec());
        }
        Life life = live(spec);
        List<Resource<?>> resources = life.resources();
        return Stream.of(
                dynamicContainer("nothing is there", each(resources, resource -> assertThat(life.observe(resource))
                        .isInstanceOf(Observation.Absent.class))),
                dynamicContainer("it comes up, once", each(resources, life::bringUp)),
                dynamicContainer("another session finds it as asked", foundAgain(spec)),
                dynamicTest("the inventory lists it, and of no other mesh anything", () -> inventory(life)),
                dynamicTest("one creates a lease", () -> leases(spec)),
                dynamicTest("it goes, and may be told so twice", life::takeDown),
                dynamicContainer("nothing is left", each(resources, resource -> assertThat(life.observeAnew(resource))
                        .isInstanceOf(Observation.Absent.class))));
    }

    private interface Look {
        void at(Resource<?> resource) throws Exception;
    }

    private static Stream<DynamicNode> each(List<Resource<?>> resources, Look look) {
        return resources.stream().map(resource -> dynamicTest(resource.id().toString(), () -> look.at(resource)));
    }

    private Stream<DynamicNode> foundAgain(MeshSpec spec) {
        Life other = live(spec);
        return each(other.resources(), resource -> {
            Observation<?> seen = other.observe(resource);
            assertThat(seen).isInstanceOf(Observation.Ready.class);
            assertThat(((Observation.Ready<?>) seen).differences()).isEmpty();
            assertThat(((Observation.Ready<?>) seen).adopted()).isFalse();
        });
    }

    private void inventory(Life life) {
        try (CloudSession session = open()) {
            String name = life.mesh();
            List<Removal> found = session.inventory(name, looking());
            assertThat(found).isNotEmpty();
            assertThat(found.stream().map(Removal::id)).doesNotHaveDuplicates();
            assertThat(ids(session.inventory(name, looking()))).isEqualTo(ids(found));
            assertThat(session.superfluous(life.spec(), looking())).isEmpty();
            assertThat(session.meshes(looking()))
                    .extracting(CloudSession.MeshSummary::name)
                    .contains(name);
            assertThat(session.inventory(name + "x", looking())).isEmpty();
            assertThat(session.inventory(name.substring(0, name.length() - 1), looking()))
                    .isEmpty();
        }
    }

    private static List<ResourceId> ids(List<Removal> removals) {
        return removals.stream()
                .map(Removal::id)
                .sorted(Comparator.comparing(ResourceId::toString))
                .toList();
    }

    private void leases(MeshSpec spec) {
        Assumptions.assumeTrue(coversLeases(), "leases are not looked at here");
        try (CloudSession one = open();
                CloudSession two = open()) {
            LeaseStore mine = one.leases(spec.name());
            LeaseStore theirs = two.leases(spec.name());
            Steps changing = Steps.changing(this::now);
            assertThat(mine.list()).isEmpty();
            assertThat(mine.create(1, "mine", changing.permit())).isTrue();
            assertThat(theirs.create(1, "theirs", changing.permit())).isFalse();
            LeaseStore.Lease before = theirs.list().get(0);
            assertThat(before.content()).isEqualTo("mine");
            assertThat(mine.update(1, "beating", changing.permit())).isTrue();
            LeaseStore.Lease after = theirs.list().get(0);
            assertThat(after.content()).isEqualTo("beating");
            assertThat(after.version()).isGreaterThan(before.version());
            assertThat(theirs.create(2, "theirs", changing.permit())).isTrue();
            assertThat(mine.list()).extracting(LeaseStore.Lease::generation).containsExactly(1L, 2L);
            assertThat(mine.update(3, "nobody's", changing.permit())).isFalse();
            mine.delete(new ArrayList<>(List.of(1L, 2L, 3L)), changing.permit());
            assertThat(theirs.list()).isEmpty();
        }
    }
}
