package io.meshprovisioner.istio.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.SharedData;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users write compiles, and what they must not write does not: each wrong use beside a right neighbour. */
class UsageTest {

    @Test
    void theSketchesOfTheUsageGuideCompile() throws Exception {
        String guide = Files.readString(SharedData.file("reference/usage.md"));
        Matcher section = Pattern.compile("## Traffic rules\\n```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(guide);
        assertThat(section.find()).isTrue();
        // what needs a mesh is another module's
        List<String> lines = new ArrayList<>();
        for (String line : section.group(1).split("\\n")) {
            if (!line.startsWith("mesh.")) {
                lines.add(line);
            }
        }
        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(Compiles.problems(String.join("\n", lines))).isEmpty();
    }

    private static Arguments pair(String name, String wrong, String right) {
        return Arguments.of(Named.of(name, wrong), Named.of("right", right));
    }

    static List<Arguments> wrongUses() {
        String vs = "var x = VirtualService.named(\"a\").hosts(\"a\")";
        String dr = "var x = DestinationRule.named(\"a\").host(\"a\")";
        String gw = "var x = Gateway.named(\"a\").selector(Map.of())";
        String ap = "AuthorizationPolicy x = AuthorizationPolicy.named(\"a\")";
        return List.of(
                pair(
                        "retries on a redirect",
                        vs + ".http(r -> r.redirect(t -> t.uri(\"/\")).retries(3));",
                        vs + ".http(r -> r.route(\"a\").retries(3));"),
                pair(
                        "timeout on a redirect",
                        vs + ".http(r -> r.redirect(t -> t.uri(\"/\")).timeout(Duration.ZERO));",
                        vs + ".http(r -> r.route(\"a\").timeout(Duration.ZERO));"),
                pair(
                        "fault on a redirect",
                        vs + ".http(r -> r.redirect(t -> t.uri(\"/\")).fault(f -> f.abort(a -> a.httpStatus(500))));",
                        vs + ".http(r -> r.route(\"a\").fault(f -> f.abort(a -> a.httpStatus(500))));"),
                pair(
                        "rewrite on a direct response",
                        vs + ".http(r -> r.directResponse(200).rewrite(w -> w.uri(\"/\")));",
                        vs + ".http(r -> r.delegate(\"b\").rewrite(w -> w.uri(\"/\")));"),
                pair(
                        "route and redirect",
                        vs + ".http(r -> r.route(\"a\").redirect(t -> t.uri(\"/\")));",
                        vs + ".http(r -> r.redirect(t -> t.uri(\"/\")));"),
                pair(
                        "redirect and route",
                        vs + ".http(r -> r.redirect(t -> t.uri(\"/\")).route(\"a\"));",
                        vs + ".http(r -> r.route(\"a\"));"),
                pair(
                        "redirect and direct response",
                        vs + ".http(r -> r.redirect(t -> t.uri(\"/\")).directResponse(200));",
                        vs + ".http(r -> r.directResponse(200));"),
                pair(
                        "redirect without a field",
                        vs + ".http(r -> r.redirect(t -> t));",
                        vs + ".http(r -> r.redirect(t -> t.authority(\"b\")));"),
                pair(
                        "match without action",
                        vs + ".http(r -> r.match(m -> m.port(80)));",
                        vs + ".http(r -> r.match(m -> m.port(80)).route(\"a\"));"),
                pair(
                        "rule that only has a name",
                        vs + ".http(r -> r.named(\"n\"));",
                        vs + ".http(r -> r.named(\"n\").route(\"a\"));"),
                pair(
                        "header without comparison",
                        vs + ".http(r -> r.match(m -> m.header(\"h\")).route(\"a\"));",
                        vs + ".http(r -> r.match(m -> m.header(\"h\").present()).route(\"a\"));"),
                pair(
                        "uri that is only present",
                        vs + ".http(r -> r.match(m -> m.uri().present()).route(\"a\"));",
                        vs + ".http(r -> r.match(m -> m.uri().exact(\"/\")).route(\"a\"));"),
                pair(
                        "two comparisons of one text",
                        vs + ".http(r -> r.match(m -> m.uri().exact(\"/\").prefix(\"/\")).route(\"a\"));",
                        vs + ".http(r -> r.match(m -> m.uri().exact(\"/\").method().exact(\"GET\")).route(\"a\"));"),
                pair(
                        "an unweighted one among several destinations",
                        vs + ".http(r -> r.route(d -> d.host(\"a\").weight(50), d -> d.host(\"b\")));",
                        vs + ".http(r -> r.route(d -> d.host(\"a\").weight(50), d -> d.host(\"b\").weight(50)));"),
                pair(
                        "destination without host",
                        vs + ".http(r -> r.route(d -> d));",
                        vs + ".http(r -> r.route(d -> d.host(\"a\")));"),
                pair(
                        "subset before host",
                        vs + ".http(r -> r.route(d -> d.subset(\"v1\")));",
                        vs + ".http(r -> r.route(d -> d.host(\"a\").subset(\"v1\")));"),
                pair(
                        "delegate of a delegate",
                        vs + ".http(r -> r.delegate(\"b\").delegate(\"c\"));",
                        vs + ".http(r -> r.delegate(\"b\"));"),
                pair(
                        "mirror on a redirect",
                        vs + ".http(r -> r.redirect(t -> t.uri(\"/\")).mirror(\"b\"));",
                        vs + ".http(r -> r.route(\"a\").mirror(\"b\"));"),
                pair(
                        "fault without effect",
                        vs + ".http(r -> r.route(\"a\").fault(f -> f));",
                        vs
                                + ".http(r -> r.route(\"a\").fault(f -> f.delay(d -> d.fixedDelay(Duration.ofSeconds(1)))));"),
                pair(
                        "delay as a text",
                        vs + ".http(r -> r.route(\"a\").timeout(\"5s\"));",
                        vs + ".http(r -> r.route(\"a\").timeout(Duration.ofSeconds(5)));"),
                pair(
                        "block lambda that drops its result",
                        vs + ".http(r -> { r.route(\"a\"); });",
                        vs + ".http(r -> { return r.route(\"a\"); });"),
                pair(
                        "TLS rule without match",
                        vs + ".tls(r -> r.route(\"a\"));",
                        vs + ".tls(r -> r.match(m -> m.sniHosts(\"a\")).route(\"a\"));"),
                pair(
                        "two load balancers",
                        dr
                                + ".trafficPolicy(p -> p.loadBalancer(l -> l.simple(LoadBalancerAlgorithm.RANDOM).consistentHash()));",
                        dr + ".trafficPolicy(p -> p.loadBalancer(l -> l.simple(LoadBalancerAlgorithm.RANDOM)));"),
                pair(
                        "consistent hash over nothing",
                        dr + ".trafficPolicy(p -> p.loadBalancer(l -> l.consistentHash()));",
                        dr + ".trafficPolicy(p -> p.loadBalancer(l -> l.consistentHash().useSourceIp()));"),
                pair(
                        "a certificate on ISTIO_MUTUAL",
                        dr + ".trafficPolicy(p -> p.tls(t -> t.istioMutual().credentialName(\"c\")));",
                        dr + ".trafficPolicy(p -> p.tls(t -> t.simple().credentialName(\"c\")));"),
                pair(
                        "MUTUAL without certificate",
                        dr + ".trafficPolicy(p -> p.tls(t -> t.mutual()));",
                        dr + ".trafficPolicy(p -> p.tls(t -> t.mutual().credentialName(\"c\")));"),
                pair(
                        "MUTUAL without key",
                        dr + ".trafficPolicy(p -> p.tls(t -> t.mutual().clientCertificate(\"c\")));",
                        dr + ".trafficPolicy(p -> p.tls(t -> t.mutual().clientCertificate(\"c\").privateKey(\"k\")));"),
                pair(
                        "ports of a port",
                        dr + ".trafficPolicy(p -> p.portLevelSettings(1, q -> q.portLevelSettings(2, s -> s)));",
                        dr + ".trafficPolicy(p -> p.portLevelSettings(1, q -> q));"),
                pair(
                        "DestinationRule without host",
                        "DestinationRule x = DestinationRule.named(\"a\").namespace(\"n\");",
                        "DestinationRule x = DestinationRule.named(\"a\").namespace(\"n\").host(\"h\");"),
                pair(
                        "HTTPS without tls",
                        gw + ".server(s -> s.https(443).hosts(\"*\"));",
                        gw + ".server(s -> s.https(443, t -> t.simple(\"c\")).hosts(\"*\"));"),
                pair(
                        "server without hosts",
                        gw + ".server(s -> s.http(80));",
                        gw + ".server(s -> s.http(80).hosts(\"*\"));"),
                pair(
                        "server with an empty list of hosts",
                        gw + ".server(s -> s.http(80).hosts());",
                        gw + ".server(s -> s.http(80).hosts(\"a\", \"b\"));"),
                pair(
                        "certificate of a passthrough",
                        gw + ".server(s -> s.tls(443, t -> t.passthrough().cipherSuites(\"c\")).hosts(\"*\"));",
                        gw + ".server(s -> s.tls(443, t -> t.simple(\"c\").cipherSuites(\"c\")).hosts(\"*\"));"),
                pair(
                        "redirect of a TCP server",
                        gw + ".server(s -> s.tcp(80).httpsRedirect().hosts(\"*\"));",
                        gw + ".server(s -> s.http(80).httpsRedirect().hosts(\"*\"));"),
                pair("allow and deny", ap + ".allow(r -> r).deny(r -> r);", ap + ".allow(r -> r).rule(r -> r);"),
                pair("policy without action", ap + ".namespace(\"n\");", ap + ".namespace(\"n\").allowNothing();"),
                pair(
                        "condition without values",
                        ap + ".allow(r -> r.when(c -> c.key(\"source.ip\")));",
                        ap + ".allow(r -> r.when(c -> c.key(\"source.ip\").values(\"10.0.0.1\")));"));
    }

    @ParameterizedTest
    @MethodSource("wrongUses")
    void wrongUsesDoNotCompile(String wrong, String right) {
        assertThat(Compiles.problems(right)).isEmpty();
        assertThat(Compiles.problems(wrong)).anyMatch(problem -> problem.startsWith("ERROR"));
    }

    @Test
    void theCompilerNamesWhatIsMissing() {
        assertThat(Compiles.problems("VirtualService.named(\"a\").http(r -> r.match(m -> m.port(80)));"))
                .anyMatch(problem -> problem.contains("NeedsAction"));
        assertThat(Compiles.problems("Gateway.named(\"a\").server(s -> s.http(80));"))
                .anyMatch(problem -> problem.contains("NeedsHttpHosts"));
    }
}
