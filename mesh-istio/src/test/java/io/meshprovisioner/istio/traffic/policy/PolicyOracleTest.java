package io.meshprovisioner.istio.traffic.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.traffic.TrafficCase;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What Istio's own code and a real Envoy said to calls under policies. */
class PolicyOracleTest {
    private static final int VARIATIONS = 200;

    @Test
    void aRealEnvoyRefusesTheSameRequests() {
        List<TrafficCase> cases = TrafficCase.grid().stream()
                .filter(one -> one.line().has("envoy"))
                .toList();
        List<String> wrong = new ArrayList<>();
        for (TrafficCase one : cases) {
            Verdict verdict = policies(one).authorizeRequest(ArrivalAttributes.of(one.arrival()));
            boolean refused = one.line().path("envoy").path("status").asInt() == 403;
            if (one.arrival().side() != Arrival.Side.OUTBOUND && verdict.allowed() == refused) {
                wrong.add(one + ": " + verdict + " " + verdict.passedOver());
            }
        }

        assertThat(cases).hasSizeGreaterThan(600);
        assertThat(cases.stream()
                        .filter(one -> one.line().path("envoy").path("status").asInt() == 403))
                .hasSizeGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theFiltersThatIstioMadeDecideTheSameOnOtherRequestsToo() {
        Random random = new Random(20261123);
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (TrafficCase one : TrafficCase.grid()) {
            JsonNode http = one.line().path("envoyHttpRbac");
            JsonNode network = one.line().path("envoyFilterChain").path("networkRbac");
            boolean plain = network.isArray();
            if (!http.isArray() && !plain) {
                continue;
            }
            for (int i = 0; i < VARIATIONS; i++) {
                Attributes call = ArrivalAttributes.of(i == 0 ? one.arrival() : vary(one.arrival(), random));
                WorkloadPolicies policies = policies(one);
                Verdict verdict = plain ? policies.authorizeConnection(call) : policies.authorizeRequest(call);
                checked++;
                if (verdict.allowed() != RecordedRbac.allows(plain ? network : http, call)) {
                    wrong.add(one + " " + call + ": " + verdict + " " + verdict.passedOver());
                }
            }
        }

        assertThat(checked).isGreaterThan(160 * VARIATIONS);
        assertThat(wrong).isEmpty();
    }

    private static WorkloadPolicies policies(TrafficCase one) {
        return Policies.of(one.snapshot()).at(one.proxy());
    }

    private static Arrival vary(Arrival call, Random random) {
        HttpRequest request = call.http() == null
                ? null
                : new HttpRequest(
                        pick(random, "GET", "POST", "get", "DELETE"),
                        "http",
                        pick(random, "reviews", "REVIEWS", "reviews:9080", "a.example.com", "other"),
                        pick(random, "/", "/info", "/info?q=1", "/infos", "/admin/", "/admin/x#y", "/ok", "/okay"),
                        random.nextBoolean()
                                ? Map.of()
                                : Map.of("x-token", List.of(pick(random, "", "secret", "admin-1", "a"))),
                        false);
        String principal = pick(
                random,
                "cluster.local/ns/default/sa/client",
                "cluster.local/ns/default/sa/client2",
                "cluster.local/ns/foo/sa/client",
                "cluster.local/ns/foo/sa/other",
                "td/ns/other/x/sa/client/y");
        return new Arrival(
                call.side(),
                call.address(),
                random.nextBoolean() ? call.port() : random.nextBoolean() ? 9000 : 7000,
                random.nextInt(3) == 0 ? Transport.PLAINTEXT : new Transport.IstioMutual("", "istio", principal),
                request,
                pick(random, "127.0.0.1", "10.0.0.1", "10.2.0.7", "192.168.1.1", "fd00::1"));
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
