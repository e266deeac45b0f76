package io.meshprovisioner.istio.traffic.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: checkout, namespace: shop}
            spec: {selector: {app: checkout}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: checkout, namespace: shop}
            spec:
              hosts: [checkout]
              http:
              - match: [{uri: {prefix: /pay}}]
                directResponse: {status: 201}
                timeout: 2s
              - directResponse: {status: 200}
            """;

    @Test
    void nothingChangesWhereNothingIsChanged() {
        Snapshot mesh = Snapshot.of(Manifests.read(MESH));
        Snapshot again = Snapshot.of(Manifests.read(MESH));

        assertThat(Changes.between(mesh, again).all()).isEmpty();
        assertThat(Changes.between(mesh, again).unsure()).isEmpty();
    }

    @Test
    void aNarrowerPrefixShowsThePathsThatItLeaves() {
        Snapshot mesh = Snapshot.of(Manifests.read(MESH));
        Snapshot changed = Snapshot.of(Manifests.read(MESH.replace("/pay}", "/pay/}")));

        assertThat(Changes.between(mesh, changed).all()).singleElement().satisfies(change -> {
            assertThat(change.before().toString()).contains("/pay from", "201");
            assertThat(change.after().outcome()).isEqualTo(new Outcome.Answered(200, ""));
            assertThat(change.differences()).containsExactly("outcome");
        });
    }

    @Test
    void aHostThatGoesAwayIsAChangeForItsCallers() {
        Snapshot mesh = Snapshot.of(Manifests.read(MESH)).without(ConfigKind.VIRTUAL_SERVICE, "shop", "checkout");
        Snapshot changed = mesh.without(ConfigKind.SERVICE, "shop", "checkout");

        assertThat(Changes.between(mesh, changed).all()).isNotEmpty();
    }

    @Property(tries = 60)
    void whatItSaysIsAllThatChanges(@ForAll long seed) {
        RandomRules random = new RandomRules(seed);
        String yaml = random.mesh();
        String changed = random.changed(yaml);
        Traffic before = Traffic.of(Manifests.read(yaml));
        Traffic after = Traffic.of(Manifests.read(changed));
        Changes changes = Changes.between(before.snapshot(), after.snapshot());
        for (Change change : changes.all()) {
            if (change.differences().contains("outcome")) {
                assertThat(change.before().outcome())
                        .isNotEqualTo(change.after().outcome());
            }
        }
        List<Proxy> callers = List.of(
                before.sidecar("shop", Map.of()),
                before.sidecar("other", Map.of()),
                before.gateways().get(0));
        for (int i = 0; i < 600; i++) {
            Proxy caller = callers.get(i % callers.size());
            String host = List.of("a.shop.svc.cluster.local", "b.other.svc.cluster.local", "x.example.com")
                    .get(i / 3 % 3);
            HttpRequest request = random.request(List.of(host));
            Outcome was = ask(before, caller, host, request).outcome();
            Outcome is = ask(after, caller, host, request).outcome();
            if (!was.equals(is) && changes.unsure().isEmpty()) {
                assertThat(changes.all())
                        .as("%s\n-----\n%s\n%s\n%s -> %s", yaml, changed, request, was, is)
                        .anyMatch(change -> change.before().outcome().equals(was)
                                && change.after().outcome().equals(is));
            }
        }
    }

    private static Decision ask(Traffic traffic, Proxy caller, String host, HttpRequest request) {
        return traffic.as(caller).send(host, 80, Transport.PLAINTEXT, request);
    }
}
