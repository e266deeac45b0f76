package io.meshprovisioner.istio.traffic.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.review.RandomRules;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteCompiler;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestSpaceTest {
    private static final int ATTACKS = 10_000;

    private static List<Route> routes(String http) {
        Rules rules = RuleIndex.of(Snapshot.of(Manifests.read("""
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: a, namespace: shop}
                        spec:
                          hosts: [a]
                          http:
                        """ + http)))
                .boundTo(Rules.MESH, "shop")
                .get(0);
        RouteCompiler compiler =
                new RouteCompiler(80, Set.of(Rules.MESH), Map.of(), "shop", false, host -> null, target -> false, null);
        return compiler.routes(rules);
    }

    private static RequestSpace space(List<Route> routes) {
        List<@Nullable HttpCondition> conditions = new ArrayList<>();
        routes.forEach(route -> conditions.add(route.condition().orElse(null)));
        return RequestSpace.of(Frame.of("a"), conditions);
    }

    private static int first(List<Route> routes, HttpRequest request) {
        RequestView view = new RequestView(request);
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).matches(view)) {
                return i;
            }
        }
        return -1;
    }

    private static Reach reach(String http, int rule) {
        return space(routes(http)).reach(rule);
    }

    private static String rule(String match) {
        return "  - match: [" + match + "]\n    route: [{destination: {host: a}}]\n";
    }

    @Test
    void aLongerPrefixBehindAShorterOneIsBlocked() {
        Reach reach = reach(rule("{uri: {prefix: /a}}") + rule("{uri: {prefix: /a/b}}"), 1);

        assertThat(reach).isInstanceOfSatisfying(Reach.Blocked.class, blocked -> {
            assertThat(blocked.blockers()).containsExactly(0);
            assertThat(blocked.witness()).map(sample -> sample.request().path()).contains("/a/b");
        });
    }

    @Test
    void severalRulesTogetherTakeEverything() {
        String http = rule("{headers: {x: {}}}")
                + rule("{uri: {exact: /elsewhere}}")
                + rule("{withoutHeaders: {x: {}}}")
                + rule("{uri: {prefix: /a}}");

        assertThat(reach(http, 3)).isInstanceOfSatisfying(Reach.Blocked.class, blocked -> assertThat(blocked.blockers())
                .containsExactly(0, 2));
    }

    @Test
    void aRuleThatContradictsItselfSaysWhere() {
        assertThat(reach(rule("{headers: {x: {exact: a}}, withoutHeaders: {x: {prefix: a}}}"), 0))
                .isEqualTo(new Reach.Contradiction(List.of("header x is \"a\"", "not: header x begins with \"a\"")));
    }

    @Test
    void expressionsThatAreListsAreKnownExactly() {
        String http = rule("{headers: {x: {regex: '(a|b)'}}}")
                + rule("{headers: {x: {exact: b}}}")
                + rule("{headers: {x: {regex: 'b?c'}}}");

        assertThat(reach(http, 1)).isInstanceOf(Reach.Blocked.class);
        assertThat(reach(http, 2)).isInstanceOfSatisfying(Reach.Reached.class, reached -> assertThat(
                        reached.witness().request().headers())
                .containsEntry("x", List.of("c")));
    }

    @Test
    void whatOnlyAnExpressionCouldDecideIsNotClaimed() {
        String http = rule("{headers: {x: {regex: '[a-z]+'}}}") + rule("{headers: {x: {regex: '[a-c]+'}}}");

        assertThat(reach(http, 1)).isInstanceOf(Reach.Unknown.class);
        assertThat(reach(rule("{headers: {x: {regex: '[a-z]+'}}}") + rule("{headers: {x: {regex: '[a-z0-9]+'}}}"), 1))
                .isInstanceOf(Reach.Reached.class);
    }

    @Property(tries = 400)
    void whatItSaysIsTrue(@ForAll long seed) {
        RandomRules random = new RandomRules(seed);
        String http = random.http(8, true);
        List<Route> routes = routes(http);
        RequestSpace space = space(routes);
        List<Integer> dead = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            Reach reach = space.reach(i);
            if (reach instanceof Reach.Reached reached) {
                assertThat(first(routes, reached.witness().request())).as(http).isEqualTo(i);
            } else if (reach instanceof Reach.Blocked blocked) {
                dead.add(i);
                Optional<HttpRequest> witness = blocked.witness().map(Sample::request);
                if (witness.isPresent()) {
                    assertThat(routes.get(i).matches(new RequestView(witness.get())))
                            .as(http)
                            .isTrue();
                    assertThat(first(routes, witness.get())).as(http).isBetween(0, i - 1);
                }
            } else if (reach instanceof Reach.Contradiction) {
                dead.add(i);
            }
        }
        for (int attack = 0; !dead.isEmpty() && attack < ATTACKS / 10; attack++) {
            HttpRequest request = random.request(List.of("a", "a:80", "A", "a:8080"));
            assertThat(dead).as("%s\n%s", http, request).doesNotContain(first(routes, request));
        }
    }

    @Test
    void almostNothingStaysUnknownWhereNoExpressionIs() {
        int unknown = 0;
        int all = 0;
        for (int seed = 0; seed < 300; seed++) {
            String http = new RandomRules(seed).http(8, true);
            if (http.contains("regex") || http.contains("ignoreUriCase") || http.contains("%4")) {
                continue;
            }
            List<Route> routes = routes(http);
            for (int i = 0; i < routes.size(); i++) {
                all++;
                unknown += space(routes).reach(i) instanceof Reach.Unknown ? 1 : 0;
            }
        }
        assertThat(all).isPositive();
        assertThat(unknown).isZero();
    }

    @Test
    void aRuleForCertainTokensIsOutOfReachWhereNoTokenIsAccepted() {
        String http = rule("{headers: {'@request.auth.claims.group': {exact: testers}}}") + rule("{uri: {prefix: /a}}");

        assertThat(reach(http, 0)).isEqualTo(new Reach.Contradiction(List.of("claim group is \"testers\"")));
        assertThat(reach(http, 1)).isInstanceOf(Reach.Reached.class);
    }

    @Test
    void tenThousandRulesStayBounded() {
        StringBuilder http = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            http.append(rule("{uri: {prefix: /p" + i + "/}, headers: {x: {exact: '" + i % 10 + "'}}}"));
        }
        List<Route> routes = routes(http + rule("{uri: {prefix: /p5/q}, headers: {x: {exact: '5'}}}"));
        RequestSpace space = space(routes);

        assertThat(space.reach(9_999)).isInstanceOf(Reach.Reached.class);
        assertThat(space.reach(10_000)).isInstanceOf(Reach.Blocked.class);
    }
}
