package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.model.AuthorizationPolicy.Action;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The policies of one workload, compiled. Immutable. */
public final class WorkloadPolicies {
    private final PeerRules peers;
    private final TokenRules tokens;
    private final Authorization http;
    private final Authorization connection;

    private WorkloadPolicies(PeerRules peers, TokenRules tokens, Authorization http, Authorization connection) {
        this.peers = peers;
        this.tokens = tokens;
        this.http = http;
        this.connection = connection;
    }

    static WorkloadPolicies compile(
            PolicyTarget target,
            MeshConfig mesh,
            PeerRules peers,
            List<ConfigObject> tokens,
            List<ConfigObject> authorizations) {
        List<TokenRule> tokenRules = tokens.stream()
                .filter(policy -> target.miss(policy).isEmpty())
                .flatMap(policy -> TokenRule.of(policy).stream())
                .toList();
        List<String> trustDomains = Policies.trustDomains(mesh);
        List<PolicyRules> own = new ArrayList<>();
        List<PassedOver> elsewhere = new ArrayList<>();
        for (ConfigObject policy : authorizations) {
            Optional<String> miss = target.miss(policy);
            PolicyRules rules = PolicyRules.of(policy, trustDomains);
            if (miss.isPresent()) {
                Action action = rules.action().orElse(Action.ALLOW);
                elsewhere.add(new PassedOver(PolicyRules.name(policy, action, -1), miss.get()));
            } else {
                own.add(rules);
            }
        }
        return new WorkloadPolicies(
                peers,
                new TokenRules(tokenRules),
                Authorization.of(own, elsewhere, true, mesh),
                Authorization.of(own, elsewhere, false, mesh));
    }

    /** Whether a port of the workload demands mutual TLS. */
    public MutualTls mutualTls(int port) {
        return peers.at(port);
    }

    /** Whether ports without a word of their own demand mutual TLS. */
    public MutualTls mutualTls() {
        return peers.workload();
    }

    /** The ports that have a word of their own ({@code portLevelMtls}), with what they demand. */
    public Map<Integer, MutualTls> mutualTlsByPort() {
        return peers.ports();
    }

    /** Whether the token of a request is right. To be asked before {@link #authorizeRequest}. */
    public TokenVerdict authenticate(Attributes call, @Nullable Token token) {
        return tokens.check(call, token);
    }

    /**
     * One of each kind of token that is accepted: without {@code iss} where any issuer will do, with all audiences of which
     * one will do.
     */
    public List<Token> acceptedTokens() {
        return tokens.rules().stream().map(TokenRule::example).toList();
    }

    /** Whether a request is let in. */
    public Verdict authorizeRequest(Attributes call) {
        return http.decide(call);
    }

    /** Whether a plain connection is let in. */
    public Verdict authorizeConnection(Attributes call) {
        return connection.decide(call);
    }
}
