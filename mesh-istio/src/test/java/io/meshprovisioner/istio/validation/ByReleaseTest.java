package io.meshprovisioner.istio.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that differ between releases: the same object on both sides of the change. */
class ByReleaseTest {

    @ParameterizedTest
    @CsvSource({"1.14.6, 90, 20, false", "1.14.6, 90, 10, true", "1.15.7, 90, 20, true", "1.15.7, 0, 0, false"})
    void weightsAreSharesSince115(String release, int first, int second, boolean valid) {
        Findings findings = webhook(
                release,
                route("route:\n    - destination: {host: a}\n      weight: " + first
                        + "\n    - destination: {host: b}\n      weight: " + second));

        assertThat(findings.isValid()).as("%s", findings).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.9.3, 0", "1.10.6, 1", "1.30.3, 1"})
    void unreachableRulesAreWarnedAboutSince110(String release, int warnings) {
        Findings findings =
                webhook(release, route("route: [{destination: {host: a}}]\n  - route: [{destination: {host: b}}]"));

        assertThat(findings.warnings()).hasSize(warnings);
    }

    @ParameterizedTest
    @CsvSource({"1.12.9, true", "1.13.9, false"})
    void longExpressionsAreRefusedSince113(String release, boolean valid) {
        String regex = "a".repeat(1025);

        assertThat(webhook(
                                release,
                                route("match: [{uri: {regex: " + regex + "}}]\n    route: [{destination: {host: a}}]"))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.14.6, false", "1.15.7, true"})
    void grpcAbortsAreSupportedSince115(String release, boolean valid) {
        assertThat(webhook(
                                release,
                                route(
                                        "fault: {abort: {grpcStatus: UNAVAILABLE}}\n    route: [{destination: {host: a}}]"))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.14.6, false", "1.15.7, true"})
    void delegatesMatchByExpressionSince115(String release, boolean valid) {
        assertThat(webhook(release, route("match: [{uri: {regex: a.*}}]\n    delegate: {name: other}"))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.19.10, true", "1.20.8, false"})
    void oneMirrorExcludesSeveralSince120(String release, boolean valid) {
        assertThat(webhook(
                                release,
                                route("mirror: {host: b}\n    mirrors: [{destination: {host: c}}]\n"
                                        + "    route: [{destination: {host: a}}]"))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.21.6, true", "1.22.8, false"})
    void emptyPrefixesAreRefusedSince122(String release, boolean valid) {
        assertThat(webhook(release, route("match: [{method: {prefix: \"\"}}]\n    route: [{destination: {host: a}}]"))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.19.10, false", "1.20.8, true"})
    void cookiesNeedNoTtlSince120(String release, boolean valid) {
        String rule = "spec:\n  host: a\n  trafficPolicy:\n    loadBalancer:\n      consistentHash:\n"
                + "        httpCookie: {name: user}\n";

        assertThat(webhook(release, object("networking.istio.io/v1beta1", "DestinationRule", rule))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.25.5, true", "1.26.8, false"})
    void configMapCredentialsAreCheckedSince126(String release, boolean valid) {
        String rule =
                "spec:\n  host: a\n  trafficPolicy:\n    tls: {mode: SIMPLE, credentialName: \"configmap://x\"}\n";

        assertThat(webhook(release, object("networking.istio.io/v1beta1", "DestinationRule", rule))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.16.7, true", "1.17.8, false"})
    void partialWildcardsAreRefusedSince117(String release, boolean valid) {
        assertThat(webhook(release, gateway("hosts: [\"*-x.example.com\"]", "")).isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.19.10, true", "1.20.8, false"})
    void targetPortsOfGatewaysAreRefusedSince120(String release, boolean valid) {
        assertThat(webhook(release, gateway("hosts: [a.example.com]", ", targetPort: 8080"))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.26.8, false", "1.27.9, true"})
    void anIssuerIsNotNeededBesideKeysSince127(String release, boolean valid) {
        String policy = "spec:\n  jwtRules:\n  - jwksUri: https://example.com/keys\n";

        assertThat(webhook(release, object("security.istio.io/v1beta1", "RequestAuthentication", policy))
                        .isValid())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1.19.10, 0", "1.20.8, 1"})
    void theSchemaRequiresFieldsSince120(String release, int missing) {
        Findings findings = IstioValidator.forRelease(release)
                .layers(Layer.SCHEMA)
                .validate(DocumentReader.standard()
                        .read(object(
                                "networking.istio.io/v1beta1", "DestinationRule", "spec: {subsets: [{name: a}]}\n"))
                        .get(0));

        assertThat(findings.where(finding -> finding.rule().equals("crd.required"))
                        .all())
                .as("%s", findings)
                .hasSize(missing);
    }

    @Test
    void aFieldOf115IsRefusedByNameFor19AndTakenFor115() {
        String object = object(
                "networking.istio.io/v1beta1",
                "VirtualService",
                "spec:\n  hosts: [a]\n  http:\n  - directResponse: {status: 503}\n");

        Findings old = IstioValidator.forRelease("1.9.3").layers(Layer.RELEASE).validate(tree(object));
        Findings since = IstioValidator.forRelease("1.15.0").validate(tree(object));

        assertThat(old.errors()).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo("spec.http[0].directResponse");
            assertThat(finding.problem())
                    .contains("1.9.3")
                    .contains("directResponse")
                    .contains("1.15");
            assertThat(finding.advice()).contains("Route to a workload");
        });
        assertThat(since.errors()).as("%s", since).isEmpty();
    }

    @Test
    void aKindOrVersionThatComesLaterIsRefusedByName() {
        Findings telemetry = IstioValidator.forRelease("1.9.3")
                .validate(tree(object("telemetry.istio.io/v1alpha1", "Telemetry", "spec: {}\n")));
        Findings version = IstioValidator.forRelease("1.9.3")
                .layers(Layer.RELEASE)
                .validate(tree(object("networking.istio.io/v1", "VirtualService", "spec: {}\n")));

        assertThat(telemetry.errors()).extracting(Finding::rule).containsExactly("release.kind");
        assertThat(version.errors()).singleElement().satisfies(finding -> assertThat(finding.advice())
                .contains("networking.istio.io/v1alpha3"));
    }

    @Test
    void anEnumValueThatComesLaterIsRefusedByName() {
        String rule = "spec:\n  host: a\n  trafficPolicy: {loadBalancer: {simple: LEAST_REQUEST}}\n";

        Findings findings = IstioValidator.forRelease("1.13")
                .layers(Layer.RELEASE)
                .validate(tree(object("networking.istio.io/v1beta1", "DestinationRule", rule)));

        assertThat(findings.errors()).singleElement().satisfies(finding -> assertThat(finding.problem())
                .contains("LEAST_REQUEST")
                .contains("1.14"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0", "1.31.0", "latest", "", "2"})
    void otherReleasesAreRefused(String release) {
        assertThatThrownBy(() -> IstioValidator.forRelease(release)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Findings webhook(String release, String yaml) {
        return IstioValidator.forRelease(release)
                .layers(Layer.DECODE, Layer.WEBHOOK)
                .validate(tree(yaml));
    }

    private static com.fasterxml.jackson.databind.JsonNode tree(String yaml) {
        return List.copyOf(DocumentReader.standard().read(yaml)).get(0).root();
    }

    private static String route(String route) {
        return object(
                "networking.istio.io/v1beta1", "VirtualService", "spec:\n  hosts: [x]\n  http:\n  - " + route + "\n");
    }

    private static String gateway(String hosts, String port) {
        return object(
                "networking.istio.io/v1beta1",
                "Gateway",
                "spec:\n  servers:\n  - port: {number: 80, name: http, protocol: HTTP" + port + "}\n    " + hosts
                        + "\n");
    }

    private static String object(String apiVersion, String kind, String rest) {
        return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: x, namespace: test}\n" + rest;
    }
}
