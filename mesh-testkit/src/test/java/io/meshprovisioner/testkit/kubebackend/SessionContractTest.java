package io.meshprovisioner.testkit.kubebackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Kubernetes backend against the simulated API: what the mesh's installer and users rely on. */
class SessionContractTest {
    private static final Permit PERMIT = new Permit(0, Instant.EPOCH);

    private final SimulatedCluster cluster = new SimulatedCluster("1.35");
    private final KubernetesSession session = cluster.session();

    @AfterEach
    void close() {
        session.close();
        cluster.close();
    }

    private static Manifest settings(String name, Map<String, String> labels, Map<String, String> data) {
        return Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", name, "namespace", "default", "labels", labels),
                "data",
                data));
    }

    private Manifest apply(Manifest manifest) {
        return session.apply(manifest, ApplyOptions.OURS, PERMIT);
    }

    @Test
    void tellsItsVersion() {
        assertThat(session.serverVersion()).startsWith("v1.35");
    }

    @Test
    void appliesAndOwnsItsFieldsOnly() {
        Manifest made = apply(settings("a", Map.of("x", "1"), Map.of("ours", "1")));
        ApplyOptions other = new ApplyOptions("somebody", false, false);
        session.apply(settings("a", Map.of(), Map.of("theirs", "1")), other, PERMIT);
        assertThatThrownBy(() -> session.apply(settings("a", Map.of(), Map.of("ours", "2")), other, PERMIT))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("mesh-provisioner")
                .hasMessageContaining("data");
        apply(settings("a", Map.of(), Map.of()));
        Manifest now = session.get(ObjectKey.of(made)).orElseThrow();
        assertThat(now.toMap().get("data")).isEqualTo(Map.of("theirs", "1"));
    }

    @Test
    void aDryRunKeepsNothing() {
        session.apply(settings("a", Map.of(), Map.of("a", "1")), new ApplyOptions("me", true, true), PERMIT);
        assertThat(session.get(ObjectKey.of("v1", "ConfigMap", "default", "a"))).isEmpty();
    }

    @Test
    void whatIsReadCanBeAppliedAgain() {
        apply(settings("a", Map.of(), Map.of("a", "1")));
        Manifest read =
                session.get(ObjectKey.of("v1", "ConfigMap", "default", "a")).orElseThrow();
        assertThat(apply(read).toMap().get("data")).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void listsBySelector() {
        apply(settings("a", Map.of("app", "shop"), Map.of()));
        apply(settings("b", Map.of("app", "shop", "tier", "front"), Map.of()));
        apply(settings("c", Map.of(), Map.of()));
        assertThat(session.list("v1", "ConfigMap", Optional.of("default"), "app=shop"))
                .extracting(Manifest::name)
                .containsExactlyInAnyOrder("a", "b");
        assertThat(session.list("v1", "ConfigMap", Optional.empty(), "app=shop,tier!=front"))
                .extracting(Manifest::name)
                .containsExactly("a");
        assertThat(session.list("example.com/v1", "Nothing", Optional.empty(), ""))
                .isEmpty();
    }

    @Test
    void listsMoreThanAPage() {
        for (int i = 0; i < 520; i++) {
            apply(settings("many-" + i, Map.of("many", "yes"), Map.of()));
        }
        assertThat(session.list("v1", "ConfigMap", Optional.of("default"), "many=yes"))
                .hasSize(520);
        assertThat(cluster.requests().stream()
                        .filter(request -> request.rawQuery().contains("continue=")))
                .hasSize(1);
    }

    @Test
    void patchesAndDeletes() {
        Manifest made = apply(settings("a", Map.of(), Map.of("a", "1", "b", "2")));
        Manifest patched = session.patch(ObjectKey.of(made), "{\"data\":{\"a\":null,\"c\":\"3\"}}", PERMIT);
        assertThat(patched.toMap().get("data")).isEqualTo(Map.of("b", "2", "c", "3"));
        assertThat(session.delete(ObjectKey.of(made), PERMIT)).isTrue();
        assertThat(session.delete(ObjectKey.of(made), PERMIT)).isFalse();
        assertThatThrownBy(() -> session.patch(ObjectKey.of(made), "{}", PERMIT))
                .isInstanceOfSatisfying(
                        CallFailure.class, failure -> assertThat(failure.kind()).isEqualTo(CallFailure.Kind.CONFLICT));
    }

    @Test
    void whatTheServerRefusesComesWithItsReasons() {
        Manifest wrong = Manifest.of(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("name", "d", "namespace", "default"),
                "spec",
                Map.of("replicas", -1, "selector", Map.of(), "template", Map.of("spec", Map.of()))));
        assertThatThrownBy(() -> apply(wrong))
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining("spec.");
        Manifest homeless = Manifest.of(Map.of(
                "apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", "a", "namespace", "nowhere")));
        assertThatThrownBy(() -> apply(homeless))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void aNewKindIsFoundOnceItsDefinitionIsThere() {
        ObjectKey key = ObjectKey.of("example.com/v1", "Widget", "default", "w");
        assertThat(session.get(key)).isEmpty();
        apply(Manifest.of(Map.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                Map.of("name", "widgets.example.com"),
                "spec",
                Map.of(
                        "group",
                        "example.com",
                        "scope",
                        "Namespaced",
                        "names",
                        Map.of("plural", "widgets", "singular", "widget", "kind", "Widget", "listKind", "WidgetList"),
                        "versions",
                        List.of(Map.of(
                                "name",
                                "v1",
                                "served",
                                true,
                                "storage",
                                true,
                                "schema",
                                Map.of(
                                        "openAPIV3Schema",
                                        Map.of("type", "object", "x-kubernetes-preserve-unknown-fields", true))))))));
        cluster.advance(java.time.Duration.ofSeconds(30));
        Manifest widget = Manifest.of(Map.of(
                "apiVersion",
                "example.com/v1",
                "kind",
                "Widget",
                "metadata",
                Map.of("name", "w", "namespace", "default"),
                "size",
                3));
        assertThat(apply(widget).toMap()).containsEntry("size", 3);
        assertThat(session.get(key)).isPresent();
    }

    @Test
    void watches() throws Exception {
        apply(settings("before", Map.of(), Map.of()));
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (AutoCloseable watch = session.watch("v1", "ConfigMap", Optional.of("default"), event -> {
            if (!event.object().name().startsWith("kube-")) {
                events.add(event.type() + " " + event.object().name());
            }
        })) {
            assertThat(watch).isNotNull();
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("ADDED before");
            apply(settings("after", Map.of(), Map.of()));
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("ADDED after");
            session.delete(ObjectKey.of("v1", "ConfigMap", "default", "before"), PERMIT);
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("DELETED before");
        }
    }

    @Test
    void aLostAnswerArrivesOnce() {
        cluster.cut(request -> request.method().equals("PATCH"));
        assertThatThrownBy(() -> apply(settings("a", Map.of(), Map.of())))
                .isInstanceOfSatisfying(CallFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(CallFailure.Kind.ANSWER_LOST));
        assertThat(cluster.requests().stream()
                        .filter(request -> request.method().equals("PATCH")))
                .hasSize(1);
    }
}
