package io.meshprovisioner.istio.validation.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The glance must never call clean what one of the walks that it saves has something to say about. */
class GlanceTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> RELEASES = List.of("1.9", "1.17", "1.22", "1.30.3");
    private static final List<String> VALUES = List.of(
            "null",
            "''",
            "x",
            "'5'",
            "-1",
            "1.5",
            "70000",
            "8589934592",
            "true",
            "1s",
            "1x",
            "unix:///a",
            "'*'",
            "{}",
            "[]",
            "{strange: 1}",
            "{snake_case: 1}",
            "[null]",
            "[x, x]",
            "{'a*': x}",
            "UNSPECIFIED");
    private static final List<String> OBJECTS = List.of("""
            kind: VirtualService
            apiVersion: networking.istio.io/v1beta1
            metadata: {name: a, labels: {a_b: c}}
            spec:
              hosts: [reviews]
              http:
              - match: [{headers: {end_user: {exact: jason}}, uri: {prefix: /a}, port: 80}]
                fault: {delay: {fixedDelay: 2s, percentage: {value: 1.5}}}
                rewrite: {uri: /b}
                route: [{destination: {host: reviews, subset: v1, port: {number: 80}}, weight: 100}]
                retries: {attempts: 3, perTryTimeout: 500ms, retryRemoteLocalities: true}
              - directResponse: {status: 503, body: {string: x}}
            """, """
            kind: DestinationRule
            apiVersion: networking.istio.io/v1beta1
            metadata: {name: a}
            spec:
              host: reviews
              trafficPolicy:
                loadBalancer: {consistentHash: {httpCookie: {name: a, ttl: 0s}}}
                connectionPool: {tcp: {maxConnections: 1}, http: {h2UpgradePolicy: UPGRADE}}
                outlierDetection: {consecutive5xxErrors: 5, baseEjectionTime: 30s}
                portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE, sni: a}}]
              subsets: [{name: v1, labels: {version: v1}}]
            """, """
            kind: Gateway
            apiVersion: networking.istio.io/v1beta1
            metadata: {name: a}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ['*'], tls: {mode: SIMPLE, credentialName: a}}]
            """, """
            kind: PeerAuthentication
            apiVersion: security.istio.io/v1beta1
            metadata: {name: a}
            spec: {selector: {matchLabels: {app: a}}, mtls: {mode: STRICT}, portLevelMtls: {80: {mode: DISABLE}}}
            """, """
            kind: RequestAuthentication
            apiVersion: security.istio.io/v1beta1
            metadata: {name: a}
            spec: {jwtRules: [{issuer: a, jwksUri: https://a, fromHeaders: [{name: x, prefix: b}], audiences: [c]}]}
            """, """
            kind: ServiceEntry
            apiVersion: networking.istio.io/v1beta1
            metadata: {name: a}
            spec:
              hosts: [a.example.com]
              resolution: STATIC
              ports: [{number: 80, name: a, protocol: HTTP}, {number: 81, name: b, protocol: HTTP}]
              endpoints: [{address: 1.2.3.4, ports: {a: 8080}}]
            """, """
            kind: EnvoyFilter
            apiVersion: networking.istio.io/v1alpha3
            metadata: {name: a}
            spec:
              workloadSelector: {labels: {app: a}}
              configPatches: [{applyTo: HTTP_FILTER, match: {context: ANY}, patch: {operation: MERGE, value: {at_all: 1}}}]
            """);

    @Test
    void objectsThatAreRightAreClean() throws Exception {
        for (String text : OBJECTS) {
            if (!text.contains("at_all")) { // names of Envoy's own look like names that the decoder would translate
                assertThat(isClean(YAML.readTree(text), Release.NEWEST))
                        .as(text)
                        .isTrue();
            }
        }
    }

    @Test
    void whateverIsPutAnywhereWhatIsCleanHasNoFindings() throws Exception {
        int clean = 0;
        int found = 0;
        for (String release : RELEASES) {
            for (String text : OBJECTS) {
                for (JsonNode object : variants(text)) {
                    boolean isClean = isClean(object, Release.parse(release));
                    List<Finding> findings = findings(object, Release.parse(release));
                    if (isClean) {
                        assertThat(findings).as(release + " " + object).isEmpty();
                    }
                    clean += isClean ? 1 : 0;
                    found += findings.isEmpty() ? 0 : 1;
                }
            }
        }
        assertThat(clean).as("objects for which the walks are saved").isGreaterThan(500);
        assertThat(found).as("objects that are wrong").isGreaterThan(5000);
    }

    private static boolean isClean(JsonNode object, Release release) {
        return Glance.isClean(object, kind(object, release).orElseThrow().root());
    }

    /** What the walks say, in full. */
    private static List<Finding> findings(JsonNode object, Release release) {
        Report report = Report.of(Layer.SCHEMA, "test");
        Node node = Node.root(object);
        Optional<KindSchema> kind = kind(object, release);
        String apiVersion = object.path("apiVersion").asText();
        String group = apiVersion.substring(0, apiVersion.indexOf('/'));
        new SchemaChecker(report).check(node, kind.orElseThrow().root());
        new Decoder(report).check(node, kind.orElseThrow().root());
        new ReleaseRules(report, release).check(node, group, kind, false);
        return report.findings().stream()
                .filter(finding -> !finding.rule().equals("release.api-version")) // asked for in any case
                .toList();
    }

    private static Optional<KindSchema> kind(JsonNode object, Release release) {
        String apiVersion = object.path("apiVersion").asText();
        return SchemaFacts.of(release)
                .kind(
                        apiVersion.substring(0, apiVersion.indexOf('/')),
                        object.path("kind").asText());
    }

    /** The object with each place in its spec replaced, removed, or given one more field. */
    private static List<JsonNode> variants(String text) throws Exception {
        JsonNode object = YAML.readTree(text);
        List<JsonPointer> places = new ArrayList<>();
        collect(object.get("spec"), JsonPointer.compile("/spec"), places);
        List<JsonNode> variants = new ArrayList<>(List.of(object));
        for (JsonPointer place : places) {
            for (String value : VALUES) {
                JsonNode changed = object.deepCopy();
                JsonNode parent = changed.at(place.head());
                String name = place.last().getMatchingProperty();
                if (parent instanceof ObjectNode around) {
                    around.set(name, YAML.readTree(value));
                } else {
                    ((ArrayNode) parent).set(Integer.parseInt(name), YAML.readTree(value));
                }
                variants.add(changed);
            }
            JsonNode without = object.deepCopy();
            if (without.at(place.head()) instanceof ObjectNode around) {
                around.remove(place.last().getMatchingProperty());
                variants.add(without);
            }
            JsonNode more = object.deepCopy();
            if (more.at(place) instanceof ObjectNode here) {
                here.put("jwks_uri", "https://a");
                variants.add(more);
            }
        }
        return variants;
    }

    private static void collect(JsonNode node, JsonPointer here, List<JsonPointer> places) {
        places.add(here);
        node.properties().forEach(member -> collect(member.getValue(), here.appendProperty(member.getKey()), places));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), here.appendIndex(i), places);
        }
    }
}
