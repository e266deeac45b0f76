package io.meshprovisioner.testkit.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.ObjectChange;
import io.meshprovisioner.ObjectDifference;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.model.DestinationRule;
import io.meshprovisioner.istio.model.Gateway;
import io.meshprovisioner.istio.model.VirtualService;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.KubernetesBackend;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestValidator;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a mesh's handle does with objects: one mesh for all, a namespace for each test. */
class MeshObjectsTest {
    private static final VirtualService REVIEWS = VirtualService.named("reviews")
            .hosts("reviews")
            .http(r -> r.named("split")
                    .route(
                            d -> d.host("reviews").subset("v1").weight(90),
                            d -> d.host("reviews").subset("v3").weight(10)));
    private static final DestinationRule SUBSETS = DestinationRule.named("reviews")
            .host("reviews")
            .subset("v1", Map.of("version", "v1"))
            .subset("v3", Map.of("version", "v3"));

    private static Sandbox sandbox;
    private static Mesh mesh;

    @BeforeAll
    static void install() {
        sandbox = Sandbox.start();
        mesh = sandbox.provisioner().withIstio("1.30.3").install();
    }

    @AfterAll
    static void close() {
        mesh.close();
        sandbox.close();
    }

    private static Manifest namespace(String name) {
        return Manifest.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", name)));
    }

    @Test
    void aBatchBringsItsNamespaceAndIsReadTyped() {
        mesh.apply(REVIEWS.namespace("typed"), SUBSETS.namespace("typed"), namespace("typed"));

        assertThat(mesh.get(VirtualService.class, "typed/reviews").orElseThrow().hosts())
                .containsExactly("reviews");
        assertThat(mesh.get(VirtualService.class, "typed/ratings")).isEmpty();
        assertThat(mesh.list(DestinationRule.class, "typed")).singleElement().satisfies(rule -> assertThat(rule.host())
                .contains("reviews"));
        assertThat(mesh.list(Gateway.class, "typed")).isEmpty();
        assertThat(mesh.list("v1", "Namespace")).extracting(Manifest::name).contains("typed", "istio-system");
        assertThat(mesh.get(ObjectKey.cluster("v1", "Namespace", "typed"))).isPresent();
        assertThat(mesh.delete(VirtualService.class, "typed/reviews")).isTrue();
        assertThat(mesh.delete(VirtualService.class, "typed/reviews")).isFalse();
        assertThat(mesh.delete(Manifests.of(SUBSETS.namespace("typed"), namespace("typed"))))
                .isEqualTo(2);
        assertThatThrownBy(() -> mesh.get(Manifest.class, "x")).hasMessageContaining("is not a kind");
    }

    @Test
    void aDifferenceSaysWhatWouldChangeAndChangesNothing() {
        mesh.apply(namespace("different"), REVIEWS.namespace("different"));
        VirtualService moved =
                REVIEWS.namespace("different").editRoute("split", r -> r.weights(Map.of("v1", 80, "v3", 20)));

        List<ObjectDifference> differences =
                mesh.diff(moved, SUBSETS.namespace("different"), REVIEWS.namespace("different"));

        assertThat(differences)
                .filteredOn(ObjectDifference::changes)
                .extracting(ObjectDifference::toString)
                .satisfiesExactly(
                        made -> assertThat(made).isEqualTo("+ DestinationRule different/reviews"),
                        changed -> assertThat(changed)
                                .startsWith("~ VirtualService different/reviews")
                                .contains("spec.http[0].route[0].weight: 90 -> 80")
                                .contains("spec.http[0].route[1].weight: 10 -> 20"));
        assertThat(mesh.get(VirtualService.class, "different/reviews")
                        .orElseThrow()
                        .toYaml())
                .contains("weight: 90");
        assertThat(mesh.get(DestinationRule.class, "different/reviews")).isEmpty();
    }

    @Test
    void allAreAppliedOrNone() {
        mesh.apply(namespace("whole"));
        Manifest wrong = Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                Map.of("name", "Not_A_Name", "namespace", "whole"),
                "spec",
                Map.of("ports", List.of(Map.of("port", 80)))));

        assertThatThrownBy(() -> mesh.apply(REVIEWS.namespace("whole"), wrong))
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining("refuses 1 of 2 objects; nothing was applied")
                .hasMessageContaining("Not_A_Name");
        assertThatThrownBy(() -> mesh.apply(
                        REVIEWS.namespace("whole"),
                        REVIEWS.namespace("whole").name("other").hosts("a..b")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("whole/other spec.hosts[0]");

        assertThat(mesh.list(VirtualService.class, "whole")).isEmpty();
    }

    @Test
    void aBatchThatFailsOnTheWaySaysHowFarItCameAndGoesOnWhenRepeated() {
        mesh.apply(namespace("halfway"));
        VirtualService second = REVIEWS.namespace("halfway").name("second");
        VirtualService third = REVIEWS.namespace("halfway").name("third");
        sandbox.inject(
                "kubernetes:PATCH /apis/networking.istio.io/v1/namespaces/halfway/virtualservices/second",
                ApiFault.error(422, "Invalid", "the quota is used up")); // not rehearsed: judged, and not there yet

        assertThatThrownBy(() -> mesh.apply(third, SUBSETS.namespace("halfway"), second))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("VirtualService halfway/second could not be applied: 2 of 3 objects were.")
                .hasMessageContaining(
                        "Applied, and they stay: DestinationRule halfway/reviews, VirtualService halfway/third")
                .hasMessageContaining("Not sent: none")
                .hasMessageContaining("the quota is used up")
                .hasMessageContaining("apply all again");
        assertThat(mesh.list(VirtualService.class, "halfway"))
                .extracting(Manifest::name)
                .containsExactly("third");

        mesh.apply(third, SUBSETS.namespace("halfway"), second);
        assertThat(mesh.list(VirtualService.class, "halfway"))
                .extracting(Manifest::name)
                .containsExactlyInAnyOrder("second", "third");
    }

    @Test
    void anAnswerThatIsLostOnTheWayIsAskedForAgain() {
        mesh.apply(namespace("lossy"));
        sandbox.inject(
                "kubernetes:PATCH /apis/networking.istio.io/v1/namespaces/lossy/virtualservices/reviews",
                ApiFault.answerLost().after(1).times(2));

        mesh.apply(SUBSETS.namespace("lossy"), REVIEWS.namespace("lossy"));

        assertThat(mesh.list(VirtualService.class, "lossy")).hasSize(1);
        assertThat(sandbox.calls())
                .filteredOn(call -> call.operation().endsWith("/namespaces/lossy/destinationrules/reviews"))
                .as("rehearsed and sent once: what is applied is not sent again")
                .hasSize(2);
    }

    @Test
    void aConnectionThatStaysLostEndsWithHowFarItCame() {
        mesh.apply(namespace("gone"));
        sandbox.inject(
                "kubernetes:PATCH /apis/networking.istio.io/v1/namespaces/gone/destinationrules/reviews",
                ApiFault.connectionLost().after(1).always()); // the rehearsal passes

        assertThatThrownBy(() -> mesh.apply(
                        REVIEWS.namespace("gone"),
                        SUBSETS.namespace("gone"),
                        SUBSETS.namespace("gone").name("beside")))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("DestinationRule gone/reviews could not be applied: 1 of 3 objects were")
                .hasMessageContaining("Applied, and they stay: DestinationRule gone/beside")
                .hasMessageContaining("Not known to be applied: DestinationRule gone/reviews")
                .hasMessageContaining("Not sent: VirtualService gone/reviews");
    }

    @Test
    void manyAreSentSideBySideAndOneOfThemRehearsed() {
        mesh.apply(namespace("many"));
        List<VirtualService> many = IntStream.range(0, 40)
                .mapToObj(i -> REVIEWS.namespace("many").name("reviews-" + i).hosts("reviews-" + i))
                .toList();
        int before = requests("many");
        mesh.apply(many);
        assertThat(mesh.list(VirtualService.class, "many")).hasSize(40);
        assertThat(requests("many") - before)
                .as("each once, one of them rehearsed")
                .isEqualTo(41);
        mesh.apply(many);
        assertThat(requests("many") - before)
                .as("what is there may be somebody else's: all rehearsed")
                .isEqualTo(41 + 80);
    }

    private static int requests(String namespace) {
        return (int) sandbox.calls().stream()
                .filter(call -> call.operation().contains("PATCH")
                        && call.operation().contains("/namespaces/" + namespace + "/virtualservices/"))
                .count();
    }

    @Test
    void aListIsOpenedAndEachOfItsObjectsValidated() {
        mesh.apply(namespace("listed"));
        mesh.apply(Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "List",
                "items",
                List.of(
                        REVIEWS.namespace("listed").toMap(),
                        SUBSETS.namespace("listed").toMap()))));
        assertThat(mesh.list(VirtualService.class, "listed")).hasSize(1);
        assertThat(mesh.list(DestinationRule.class, "listed")).hasSize(1);

        Manifest wrong = Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "List",
                "items",
                List.of(REVIEWS.namespace("listed").hosts("a..b").toMap())));
        assertThatThrownBy(() -> mesh.apply(wrong))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("The objects to apply have a problem; nothing was sent.")
                .hasMessageContaining("listed/reviews spec.hosts[0]");
    }

    @Test
    void aConflictIsNamedWithItsOwnerUnlessForced() {
        mesh.apply(namespace("owned"));
        apply("another-team", REVIEWS.namespace("owned"));
        VirtualService ours = REVIEWS.namespace("owned").hosts("reviews", "reviews.example.com");

        assertThatThrownBy(() -> mesh.apply(SUBSETS.namespace("owned"), ours))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("another-team")
                .hasMessageContaining("spec.hosts");
        assertThat(mesh.get(DestinationRule.class, "owned/reviews")).isEmpty();

        mesh.apply(List.of(SUBSETS.namespace("owned"), ours), how -> how.force());
        assertThat(mesh.get(VirtualService.class, "owned/reviews").orElseThrow().hosts())
                .containsExactly("reviews", "reviews.example.com");
    }

    @Test
    void validationCanBeLeftOutAloud() {
        mesh.apply(namespace("unjudged"));
        Manifest config = Manifest.of(Map.of(
                "apiVersion",
                "networking.istio.io/v1beta1",
                "kind",
                "ProxyConfig",
                "metadata",
                Map.of("name", "fast", "namespace", "unjudged"),
                "spec",
                Map.of("concurrency", -1)));

        assertThatThrownBy(() -> mesh.apply(config))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("spec.concurrency");
        assertThatCode(() -> mesh.apply(List.of(config), how -> how.withoutValidation()))
                .as("the validator is not asked; what the server says still counts")
                .satisfiesAnyOf(failure -> assertThat(failure).isNull(), failure -> assertThat(failure)
                        .isInstanceOf(ServiceFailureException.class));
    }

    @Test
    void aWatchTellsWhatIsThereAndWhatComes() throws Exception {
        mesh.apply(namespace("watched"), REVIEWS.namespace("watched"));
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (AutoCloseable watch = mesh.watch(VirtualService.class, change -> {
            if (change.object().namespace().orElse("").equals("watched")) {
                seen.add(change.type() + " " + change.object().hosts());
            }
        })) {
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(ObjectChange.Type.ADDED + " [reviews]");
            mesh.apply(REVIEWS.namespace("watched").hosts("ratings"));
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(ObjectChange.Type.MODIFIED + " [ratings]");
            mesh.delete(REVIEWS.namespace("watched"));
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(ObjectChange.Type.DELETED + " [ratings]");
        }
    }

    @Test
    void theMeshAsItStandsIsAnalyzed() {
        mesh.apply(namespace("analyzed"));
        VirtualService lost =
                VirtualService.named("lost").namespace("analyzed").hosts("lost").http(r -> r.route("nobody"));

        List<ManifestValidator.Finding> before = mesh.analyze();
        List<ManifestValidator.Finding> planned = mesh.analyze(lost);
        mesh.apply(lost);
        List<ManifestValidator.Finding> after = mesh.analyze();

        assertThat(before).noneMatch(finding -> finding.path().contains("analyzed/lost"));
        assertThat(planned)
                .filteredOn(finding -> finding.path().contains("analyzed/lost"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("IST0101");
                    assertThat(finding.message()).contains("nobody");
                });
        assertThat(after)
                .filteredOn(finding -> finding.rule().equals("IST0101"))
                .isNotEmpty();
    }

    /** As somebody else, with a client of their own. */
    private static void apply(String manager, Manifest manifest) {
        KubernetesBackend backend =
                ServiceLoader.load(KubernetesBackend.class).findFirst().orElseThrow();
        try (Time time = Time.system();
                KubernetesSession session = backend.open(mesh.apiAccess(), time, ApiCall.Recorder.NONE)) {
            session.apply(manifest, new ApplyOptions(manager, false, false), new Permit(0, Instant.EPOCH));
        }
    }
}
