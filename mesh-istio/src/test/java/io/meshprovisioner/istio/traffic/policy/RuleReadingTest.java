package io.meshprovisioner.istio.traffic.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.istio.model.AuthorizationPolicy.Action;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.yaml.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Compiled rules take what a slow and plain reading of the same rules takes. */
class RuleReadingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 1000)
    void aCompiledRuleTakesWhatItSays(@ForAll("rules") List<Map<String, Object>> rules, @ForAll("calls") Call call) {
        JsonNode tree = JSON.valueToTree(rules);
        boolean taken = SlowReading.takes(tree, call);
        Statistics.label("taken").collect(taken);

        for (Action action : List.of(Action.ALLOW, Action.DENY)) {
            Verdict verdict = policies(action, tree).authorizeRequest(call);
            assertThat(verdict.allowed())
                    .as("%s %s", verdict, verdict.passedOver())
                    .isEqualTo((action == Action.ALLOW) == taken);
            assertThat(verdict.decidedBy().isPresent()).isEqualTo(taken);
            assertThat(verdict.passedOver().size() + (taken ? 1 : 0)).isEqualTo(rules.size());
            assertThat(verdict.passedOver())
                    .allSatisfy(passed -> assertThat(passed.reason()).isNotEmpty());
        }
    }

    private static WorkloadPolicies policies(Action action, JsonNode rules) {
        Document document = Document.of(JSON.valueToTree(Map.of(
                "apiVersion",
                "security.istio.io/v1",
                "kind",
                "AuthorizationPolicy",
                "metadata",
                Map.of("name", "p", "namespace", "shop"),
                "spec",
                Map.of("action", action.name(), "rules", rules))));
        return Policies.of(Snapshot.EMPTY.with(List.of(document))).at("shop", Map.of());
    }

    @Provide
    Arbitrary<List<Map<String, Object>>> rules() {
        Arbitrary<Map<String, Object>> source = fields(Map.of(
                "principals", PRINCIPALS,
                "namespaces", List.of("shop", "s*", "web", "*", "*o*"),
                "serviceAccounts", List.of("cart", "web/cart", "shop/front"),
                "trustDomains", List.of("td", "t*", "*d", "*", "other"),
                "ipBlocks", ADDRESSES,
                "requestPrincipals", List.of("idp/alice", "idp/*", "*/bob", "*")));
        Arbitrary<Map<String, Object>> operation = fields(Map.of(
                "hosts", List.of("a.com", "*.com", "A.*", "*"),
                "methods", List.of("GET", "P*", "*T", "*"),
                "paths", List.of("/", "/a", "/a/*", "*/c", "*", "/a/{*}", "/a/{**}", "/{*}/c"),
                "ports", List.of("80", "9080")));
        Arbitrary<Map<String, Object>> condition = Arbitraries.of(CONDITIONS.entrySet())
                .flatMap(entry -> fields(Map.of("values", entry.getValue()))
                        .filter(fields -> !fields.isEmpty())
                        .map(fields -> {
                            Map<String, Object> when = new HashMap<>(fields);
                            when.put("key", entry.getKey());
                            return when;
                        }));
        return Combinators.combine(
                        wrapped(source, "source").list().ofMaxSize(2),
                        wrapped(operation, "operation").list().ofMaxSize(2),
                        condition.list().ofMaxSize(2))
                .as((from, to, when) -> {
                    Map<String, Object> rule = new HashMap<>();
                    put(rule, "from", from);
                    put(rule, "to", to);
                    put(rule, "when", when);
                    return rule;
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static final List<String> PRINCIPALS =
            List.of("td/ns/shop/sa/cart", "td/ns/web/*", "*/sa/cart", "*", "cluster.local/ns/shop/sa/cart");
    private static final List<String> ADDRESSES = List.of("10.0.0.0/8", "10.1.2.3", "fd00::/8", "192.168.0.1");
    private static final Map<String, List<String>> CONDITIONS = Map.of(
            "source.ip", ADDRESSES,
            "source.namespace", List.of("shop", "w*b"),
            "source.principal", PRINCIPALS,
            "request.headers[x-a]", List.of("one", "o*", "*e", "*"),
            "request.auth.claims[groups]", List.of("admin", "ad*", "*"),
            "destination.port", List.of("80", "9080"),
            "connection.sni", List.of("*.shop", "cart*", "*"));

    private static void put(Map<String, Object> rule, String field, List<?> said) {
        if (!said.isEmpty()) {
            rule.put(field, said);
        }
    }

    private static Arbitrary<Map<String, Object>> wrapped(Arbitrary<Map<String, Object>> fields, String name) {
        return fields.filter(said -> !said.isEmpty()).map(said -> Map.of(name, said));
    }

    /** Some of the fields, or their opposites, each with one or two of its values. */
    private static Arbitrary<Map<String, Object>> fields(Map<String, List<String>> vocabulary) {
        return Arbitraries.of(List.copyOf(vocabulary.keySet()))
                .flatMap(name -> Combinators.combine(
                                Arbitraries.of(vocabulary.get(name))
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(2),
                                Arbitraries.of(true, true, true, false))
                        .as((values, positive) -> Map.entry(
                                positive ? name : "not" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
                                values)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(entries -> {
                    Map<String, Object> fields = new HashMap<>();
                    entries.forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
                    return fields;
                });
    }

    @Provide
    Arbitrary<Call> calls() {
        Arbitrary<Call> base = Combinators.combine(
                        Arbitraries.of("GET", "PUT", "POST"),
                        Arbitraries.of("/", "/a", "/a/b", "/a/b/c?q=/c", "/x/c", "/a/", "/a/*"),
                        Arbitraries.of("a.com", "A.COM", "b.com", "a.net"),
                        Arbitraries.of("10.1.2.3", "10.9.9.9", "fd12::1", "192.168.0.1", ""),
                        Arbitraries.of(80, 9080, 7),
                        Arbitraries.of("cart.shop", "cart", ""))
                .as((method, path, host, address, port, sni) -> Call.GET
                        .method(method)
                        .path(path)
                        .authority(host)
                        .sourceAddress(address)
                        .port(port)
                        .serverName(sni));
        Arbitrary<String> identity = Arbitraries.of(
                "",
                "td/ns/shop/sa/cart",
                "td/ns/web/sa/cart",
                "tdx/ns/shop/sa/front",
                "td/ns/web/pod/p/sa/cart/id/1",
                "cluster.local/ns/shop/sa/cart");
        Arbitrary<Map<String, Object>> claims = Arbitraries.of(List.of(
                Map.of(),
                Map.of("iss", "idp", "sub", "alice", "groups", List.of("user", "admin")),
                Map.of("iss", "other", "sub", "bob", "groups", "adm")));
        return Combinators.combine(base, identity, claims, Arbitraries.of("", "one", "three", "-"))
                .as((call, caller, said, header) -> {
                    Call with = caller.isEmpty() ? call : call.from(caller);
                    return (header.equals("-") ? with : with.header("x-a", header)).claims(said);
                });
    }
}
