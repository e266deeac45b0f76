package io.meshprovisioner.istio.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.model.IstioKinds;
import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Findings;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules of the webhook that no recorded case of Istio's touches, each read off Istio 1.30.3's validation: an object that
 * breaks one rule, and its neighbour that differs in the one place.
 */
class RareRulesTest {
    private static final String GATEWAY =
            "{servers: [{hosts: ['*.a.com'], port: {number: 443, name: t, protocol: HTTPS}, tls: {%s}}]}";
    private static final String SIDECAR = "{ingress: [{port: {number: 80, protocol: HTTPS}, defaultEndpoint: '%s'}]}";
    private static final String ENTRY = "{hosts: [%s], ports: [{number: 80, name: p, protocol: %s}], resolution: %s%s}";
    private static final String RULE = "{host: a, trafficPolicy: {%s}}";
    private static final String ROUTE = "{hosts: [a.com], http: [{%s}]}";
    private static final String TO_A = "route: [{destination: {host: a}}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        serverCertificate: a, privateKey: b, mode: SIMPLE, cipherSuites: [NO-SUCH]  | serverCertificate: a, privateKey: b, mode: SIMPLE, cipherSuites: [AES128-SHA] | tls.server.cipher-unknown
        mode: SIMPLE, credentialName: c, minProtocolVersion: TLSV1_1                | mode: SIMPLE, credentialName: c, minProtocolVersion: TLSV1_2                  | tls.server.old-version
        mode: PASSTHROUGH, credentialName: c                                        | mode: PASSTHROUGH                                                             | tls.server.passthrough-certificate
        mode: ISTIO_MUTUAL, credentialName: c                                       | mode: ISTIO_MUTUAL                                                            | tls.server.istio-mutual-credentialname
        mode: ISTIO_MUTUAL, caCertificates: c                                       | mode: ISTIO_MUTUAL, caCrl: c                                                  | tls.server.istio-mutual-cacertificates
        """)
    void serverTls(String wrong, String right, String rule) {
        hold("Gateway", GATEWAY, wrong, right, rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        10.0.0.1:80 | 127.0.0.1:80 | sidecar.default-endpoint-host
        [::2]:80    | [::1]:80     | sidecar.default-endpoint-host
        0.0.0.0:0   | 0.0.0.0:1    | port.range
        """)
    void defaultEndpoints(String wrong, String right, String rule) {
        hold("Sidecar", SIDECAR, wrong, right, rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        outlierDetection: {maxEjectionPercent: 101}                                   | outlierDetection: {maxEjectionPercent: 100}                                  | trafficpolicy.outlier-percent
        proxyProtocol: {version: -1}                                                  | proxyProtocol: {version: 1}                                                  | trafficpolicy.proxy-protocol-version
        tunnel: {protocol: GET, targetHost: a.com, targetPort: 80}                    | tunnel: {protocol: POST, targetHost: a.com, targetPort: 80}                  | trafficpolicy.tunnel-protocol
        tunnel: {targetHost: '*.a.com', targetPort: 80}                               | tunnel: {targetHost: '1.1.1.1', targetPort: 80}                              | trafficpolicy.tunnel-host
        portLevelSettings: [{tls: {}}]                                                | portLevelSettings: [{port: {number: 1}, tls: {}}]                            | trafficpolicy.port-missing
        portLevelSettings: [{port: {number: 1}}]                                      | portLevelSettings: [{port: {number: 1}, connectionPool: {tcp: {}}}]          | trafficpolicy.port-empty
        connectionPool: {http: {h2UpgradePolicy: UPGRADE, useClientProtocol: true}}   | connectionPool: {http: {h2UpgradePolicy: DEFAULT, useClientProtocol: true}}  | connectionpool.upgrade-and-client-protocol
        loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 5000011}}} | loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 65537}}} | loadbalancer.table-size-large
        tls: {mode: MUTUAL, clientCertificate: a}                                     | tls: {mode: MUTUAL, clientCertificate: a, privateKey: b}                     | tls.client.mutual-privatekey
        tls: {mode: SIMPLE, credentialName: 'configmap://only'}                       | tls: {mode: SIMPLE, credentialName: 'configmap://test/name'}                 | tls.client.configmap-form
        tls: {mode: SIMPLE, credentialName: 'configmap://other/name'}                 | tls: {mode: SIMPLE, credentialName: 'configmap://test/name'}                 | tls.client.configmap-namespace
        outlierDetection: {}, loadBalancer: {localityLbSetting: {failover: [{from: a, to: a}]}} | outlierDetection: {}, loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}]}} | locality.failover-same
        loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {a: 99}}]}}     | loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {a: 100}}]}}   | locality.weight-sum
        """)
    void trafficPolicies(String wrong, String right, String rule) {
        hold("DestinationRule", RULE, wrong, right, rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        redirect: {}                                                  | redirect: {scheme: https}                                    | virtualservice.http.redirect-empty
        redirect: {scheme: ftp}                                       | redirect: {scheme: http}                                     | virtualservice.http.redirect-scheme
        mirrorPercent: 101, TO                                        | mirrorPercent: 100, TO                                       | virtualservice.http.mirror-percent
        rewrite: {}, TO                                               | rewrite: {authority: b}, TO                                  | virtualservice.http.rewrite-empty
        fault: {}, TO                                                 | fault: {abort: {httpStatus: 500}}, TO                        | virtualservice.http.fault-empty
        fault: {abort: {httpStatus: 500, percentage: {value: 101}}}, TO | fault: {abort: {httpStatus: 500, percentage: {value: 100}}}, TO | virtualservice.http.fault-percentage
        fault: {abort: {http2Error: x}}, TO                           | fault: {abort: {grpcStatus: NOT_FOUND}}, TO                  | virtualservice.http.abort-http2
        fault: {delay: {exponentialDelay: 1s}}, TO                    | fault: {delay: {fixedDelay: 1s}}, TO                         | virtualservice.http.delay-exponential
        corsPolicy: {allowHeaders: ['a b']}, TO                       | corsPolicy: {allowHeaders: [a-b]}, TO                        | virtualservice.http.cors-header
        match: [{sourceNamespace: a.b}], TO                           | match: [{sourceNamespace: a-b}], TO                          | virtualservice.http.match-source-namespace
        match: [{headers: {'a b': {exact: x}}}], TO                   | match: [{headers: {a-b: {exact: x}}}], TO                    | virtualservice.http.match-header-name
        headers: {request: {remove: [Host]}}, TO                      | headers: {request: {remove: [hosts]}}, TO                    | header.name-reserved
        """)
    void httpRoutes(String wrong, String right, String rule) {
        hold("VirtualService", ROUTE, wrong.replace("TO", TO_A), right.replace("TO", TO_A), rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'a.com,b.com' | TCP  | STATIC      |                                 | serviceentry.hosts-on-tcp
        1.1.1.1/8     | HTTP | DNS         | `, addresses: [10.0.0.0/8]`     | serviceentry.cidr-resolution
        '*.a.com'     | TCP  | DYNAMIC_DNS |                                 | serviceentry.dynamic-dns-protocol
        '*.a.com'     | HTTP | DYNAMIC_DNS | `, location: -1`                | serviceentry.dynamic-dns-location
        '*.a.com'     | HTTP | DYNAMIC_DNS | `, addresses: [1.1.1.1]`        | serviceentry.dynamic-dns-addresses
        a.com         | HTTP | DYNAMIC_DNS |                                 | serviceentry.dynamic-dns-host
        a.com         | HTTP | 7           |                                 | serviceentry.resolution
        """)
    void serviceEntries(String hosts, String protocol, String resolution, String more, String rule) {
        String names = hosts.replace("'", "").replace("1.1.1.1/8", "a.com");
        String quoted = "'" + names.replace(",", "','") + "'";
        String spec = ENTRY.formatted(quoted, protocol, resolution, more == null ? "" : more);
        assertThat(rules("ServiceEntry", spec)).contains(rule);
        assertThat(rules("ServiceEntry", ENTRY.formatted("'*.a.com'", "HTTP", "DYNAMIC_DNS", "")))
                .doesNotContain(rule);
    }

    /** Protocol buffers let an enum be any number of 32 bits: a rule may be broken by it, but must not break. */
    @ParameterizedTest
    @ValueSource(strings = {"-1", "99", "-2147483648", "2147483647"})
    void numbersForEnumsAreAnswered(String number) {
        rules("Gateway", GATEWAY.formatted("mode: " + number + ", minProtocolVersion: " + number));
        rules("DestinationRule", RULE.formatted("tls: {mode: " + number + "}"));
        rules("Sidecar", "{outboundTrafficPolicy: {mode: " + number + "}}");
        rules("AuthorizationPolicy", "{action: " + number + ", rules: [{}]}");
        assertThat(rules("ServiceEntry", ENTRY.formatted("a.com", "HTTP", number, "")))
                .contains("serviceentry.resolution");
        assertThat(rules(
                        "EnvoyFilter",
                        "{configPatches: [{applyTo: " + number + ", patch: {operation: " + number + "}}]}"))
                .isNotEmpty();
        assertThat(rules("Telemetry", "{metrics: [{overrides: [{tagOverrides: {a: {operation: " + number + "}}}]}]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "4294967296", "-2147483649"})
    void numbersThatNoEnumCanBeAreNotDecoded(String number) {
        Findings findings = validate(Layer.DECODE, "ServiceEntry", ENTRY.formatted("a.com", "HTTP", number, ""));
        assertThat(findings.errors()).extracting(Finding::rule).containsExactly("decode.enum");
    }

    private static void hold(String kind, String form, String wrong, String right, String rule) {
        assertThat(rules(kind, form.replace("%s", wrong))).contains(rule);
        assertThat(rules(kind, form.replace("%s", right))).doesNotContain(rule);
        assertThat(validate(Layer.WEBHOOK, kind, form.replace("%s", right)).isValid())
                .as("the neighbour passes")
                .isTrue();
    }

    private static List<String> rules(String kind, String spec) {
        return validate(Layer.WEBHOOK, kind, spec).all().stream()
                .map(Finding::rule)
                .toList();
    }

    private static Findings validate(Layer layer, String kind, String spec) {
        String apiVersion = IstioKinds.all().stream()
                .filter(type -> type.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .newestApiVersion();
        return IstioValidator.forRelease("1.30.3")
                .layers(layer)
                .validate(DocumentReader.standard()
                        .read("apiVersion: " + apiVersion + "\nkind: " + kind
                                + "\nmetadata: {name: x, namespace: test}\nspec: " + spec + "\n")
                        .get(0));
    }
}
