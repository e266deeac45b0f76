package io.meshprovisioner.istio.traffic.hop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.traffic.TrafficCase;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The status and the response flag that a real Envoy answered, routing, policies and clusters together. */
class HopOracleTest {

    @Test
    void theClientSeesTheSameStatusAndTheLogTheSameFlag() {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> seen = new TreeMap<>();
        for (TrafficCase one : TrafficCase.grid()) {
            JsonNode envoy = one.line().path("envoy");
            if (envoy.isMissingNode()) {
                continue;
            }
            Hop hop = Station.of(one.snapshot(), one.proxy()).receive(one.arrival());
            String expected = envoy.path("status").asText() + " "
                    + envoy.path("responseFlags").asText();
            String ours = seen(hop.outcome());
            seen.merge(expected, 1, Integer::sum);
            if (!expected.equals(ours)) {
                wrong.add(one.name() + ": " + ours + " for " + expected + ", " + hop.outcome());
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(seen).containsKeys("200 ", "403 ", "503 NC", "404 ", "301 ", "418 FI", "502 ");
    }

    private static String seen(Outcome outcome) {
        if (outcome instanceof Outcome.Redirected redirected) {
            return redirected.status() + " ";
        }
        if (outcome instanceof Outcome.Answered answered) {
            return answered.status() + (answered.body().equals("fault filter abort") ? " FI" : " ");
        }
        if (outcome instanceof Outcome.Refused refused) {
            return switch (refused.reason()) {
                case NO_ENDPOINT -> "200 "; // a server was put behind every cluster that exists
                case NO_ROUTE, NO_VIRTUAL_HOST -> refused.status() + " "; // their flag was not recorded
                default -> refused.status() + " " + refused.responseFlag();
            };
        }
        return "200 ";
    }

    @Test
    void whatNeedsNoRealEnvoyEndsForTheSameReason() {
        Map<String, Reason> reasons = Map.of(
                "NoListener", Reason.NO_LISTENER,
                "NoFilterChain", Reason.NO_FILTER_CHAIN,
                "ProtocolError", Reason.WRONG_PROTOCOL,
                "TLSError", Reason.WRONG_TLS,
                "MTLSError", Reason.WRONG_MUTUAL_TLS);
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (TrafficCase one : TrafficCase.grid()) {
            Reason expected =
                    reasons.get(one.line().path("result").path("error").asText());
            Hop hop = Station.of(one.snapshot(), one.proxy()).receive(one.arrival());
            boolean same = hop.outcome() instanceof Outcome.Refused ours && ours.reason() == expected;
            if (expected != null) {
                refused++;
            }
            if (expected != null && !same) {
                wrong.add(one.name() + ": " + hop.outcome() + " for " + expected);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(refused).isGreaterThan(100);
    }
}
