package io.meshprovisioner.istio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.istio.model.DestinationRule;
import io.meshprovisioner.istio.model.Gateway;
import io.meshprovisioner.istio.model.VirtualService;
import io.meshprovisioner.istio.model.schema.Note;
import io.meshprovisioner.istio.yaml.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
    private static final String REVIEWS = """
            # the split of the canary
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              name: reviews
              namespace: bookinfo
            spec:
              hosts: [reviews]
              http:
              - name: split
                route:
                - destination: {host: reviews, subset: v1}
                  weight: 90
                - destination: {host: reviews, subset: v3}
                  weight: 10
                websocketUpgrade: true
            """;
    private static final String OTHERS = """
            # nobody touches this
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Service, metadata: {name: reviews}}
            - apiVersion: networking.istio.io/v1
              kind: DestinationRule
              metadata: {name: reviews, namespace: bookinfo}
              spec:
                host: reviews
                traffic_policy:
                  connection_pool: {tcp: {connectTimeout: 1s}}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        Files.createDirectories(folder.resolve("deep/er"));
        Files.writeString(folder.resolve("reviews.yaml"), REVIEWS);
        Files.writeString(folder.resolve("deep/er/others.yml"), OTHERS);
        Files.writeString(
                folder.resolve("g.json"),
                Gateway.named("g").selector(Map.of("a", "b")).toJson());
        Files.writeString(folder.resolve("README.md"), "not a manifest: [");
    }

    @Test
    void aFolderIsReadWithAllBelow() {
        Manifests files = Manifests.read(folder);
        assertThat(files.documents())
                .extracting(Document::kind)
                .containsExactly("Service", "DestinationRule", "Gateway", "VirtualService");
        assertThat(files.get(DestinationRule.class, "bookinfo/reviews")).isPresent();
        assertThat(files.get(DestinationRule.class, "other/reviews")).isEmpty();
        assertThat(files)
                .hasSize(4)
                .first()
                .hasToString("Service reviews (" + folder.resolve("deep/er/others.yml") + ":5)");
    }

    @Test
    void onlyChangedFilesAreWritten() throws Exception {
        FileTime before = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(folder.resolve("deep/er/others.yml"), before);
        Manifests.read(folder)
                .edit(
                        VirtualService.class,
                        "reviews",
                        v -> v.editRoute("split", r -> r.weights(Map.of("v1", 80, "v3", 20))))
                .write(folder);
        assertThat(Files.getLastModifiedTime(folder.resolve("deep/er/others.yml")))
                .isEqualTo(before);
        assertThat(Files.readString(folder.resolve("deep/er/others.yml"))).isEqualTo(OTHERS);
        assertThat(Files.readString(folder.resolve("reviews.yaml")))
                .doesNotContain("#")
                .contains("weight: 80", "weight: 20", "websocketUpgrade: true");
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4);
        }
    }

    @Test
    void anotherFolderGetsAllFilesAndAFileGetsAStream() {
        Manifests files = Manifests.read(folder);
        files.write(folder.resolve("copy"));
        assertThat(Manifests.read(folder.resolve("copy"))).isEqualTo(files);
        assertThat(folder.resolve("copy/g.json")).content().startsWith("{");
        files.write(folder.resolve("new/one.yaml"));
        assertThat(Manifests.read(folder.resolve("new/one.yaml"))).isEqualTo(files);
        Manifests.of(Gateway.named("g2")).write(folder.resolve("made"));
        assertThat(folder.resolve("made/manifests.yaml")).content().contains("name: g2");
    }

    @Test
    void itemsOfListsAreChangedInTheirList() {
        Manifests edited = Manifests.read(OTHERS).edit(DestinationRule.class, "reviews", d -> d.host("r2"));
        assertThat(edited.documents()).hasSize(2);
        assertThat(edited.toYaml())
                .startsWith("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service")
                .contains("host: r2");
    }

    @Test
    void whatIstioWillNeverSeeIsNotedWithItsPlace() {
        assertThat(Manifests.read(folder).notes())
                .extracting(Note::type, Note::path, note -> note.line().orElse(0))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Note.Type.ORIGINAL_NAME, "spec.traffic_policy", 11),
                        org.assertj.core.groups.Tuple.tuple(
                                Note.Type.ORIGINAL_NAME, "spec.traffic_policy.connection_pool", 12),
                        org.assertj.core.groups.Tuple.tuple(
                                Note.Type.UNKNOWN_FIELD, "spec.http[0].websocketUpgrade", 16));
        assertThat(Manifests.read(REVIEWS).notes().get(0))
                .hasToString("input:16 spec.http[0].websocketUpgrade: HTTPRoute has no field \"websocketUpgrade\", "
                        + "so the API server drops it; correct the name or take it out");
        assertThat(Manifests.read("apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: a}\n"
                                + "spec: {jwtRules: [{issuer: a, jwks_uri: b}]}")
                        .notes())
                .as("the CRD has this spelling too")
                .isEmpty();
    }

    @Test
    void wrongFilesLoadAndSayAllThatIsWrongWithTheirLines() {
        Manifests files = Manifests.read("""
                apiVersion: networking.istio.io/v1beta1
                kind: VirtualService
                metadata: {name: a}
                spec:
                  hosts: [a]
                  http:
                  - redirect: {uri: /x}
                    route:
                    - destination: {host: a}
                  - directResponse: {status: 9}
                """);
        assertThat(files.validate("1.30.3").errors())
                .anyMatch(finding ->
                        finding.line().orElse(0) == 7 || finding.line().orElse(0) == 8)
                .anyMatch(finding -> finding.line().orElse(0) == 10);
        assertThat(files.validate("1.9.3").errors())
                .anyMatch(finding -> finding.path().equals("spec.http[1].directResponse"));
    }

    @Test
    void mistakesSayWhatIsThere() {
        Manifests files = Manifests.read(folder);
        assertThatThrownBy(() -> files.edit(VirtualService.class, "rewiews", v -> v))
                .hasMessageContaining("no VirtualService rewiews")
                .hasMessageContaining("reviews");
        Manifests twice = files.and(VirtualService.named("reviews").namespace("other"));
        assertThatThrownBy(() -> twice.get(VirtualService.class, "reviews")).hasMessageContaining("namespace/name");
        assertThat(twice.get(VirtualService.class, "other/reviews")).isPresent();
        assertThatThrownBy(() -> Manifests.read(folder.resolve("none")))
                .isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Test
    void anEditWithoutAChangeChangesNothing() {
        Manifests files = Manifests.read(folder);
        assertThat(files.edit(VirtualService.class, "reviews", v -> v)).isSameAs(files);
        assertThat(files.forRelease("1.30.3")).isEqualTo(files);
    }
}
