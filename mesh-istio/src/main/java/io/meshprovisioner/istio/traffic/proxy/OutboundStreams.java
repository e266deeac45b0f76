package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.route.ClusterRef;
import io.meshprovisioner.istio.traffic.route.ClusterShare;
import io.meshprovisioner.istio.traffic.route.RouteCompiler;
import io.meshprovisioner.istio.traffic.rule.HeaderRules;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.StreamCondition;
import io.meshprovisioner.istio.traffic.rule.StreamRule;
import io.meshprovisioner.istio.traffic.rule.WeightedTarget;
import io.meshprovisioner.istio.traffic.scope.Scope;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Resolution;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The filter chains of a service whose bytes are passed on: its tls or tcp rules, or else the service itself. */
final class OutboundStreams {
    private static final Set<String> MESH = Set.of(Rules.MESH);

    private final Proxy proxy;
    private final Scope scope;
    private final ServiceAddresses addresses;

    OutboundStreams(Proxy proxy, Scope scope, ServiceAddresses addresses) {
        this.proxy = proxy;
        this.scope = scope;
        this.addresses = addresses;
    }

    /**
     * The chains, in order.
     *
     * @param port that the listener has; where a Sidecar names it, not the service's own
     * @param bind the listener's address
     * @param blocks of the service, where it has no single address
     */
    List<ChainDraft> chains(
            MeshService service, ServicePort port, String bind, List<String> blocks, List<Rules> rules) {
        List<Rules> fitting = rules.stream()
                .filter(one -> one.hosts().stream().anyMatch(host -> Hosts.overlap(host, service.host())))
                .toList();
        return port.protocol().isTls()
                ? tls(service, port, bind, blocks, fitting)
                : tcp(service, port, blocks, fitting);
    }

    private boolean isFor(StreamCondition condition, ServicePort port) {
        return condition.isFor(MESH, proxy.labels(), proxy.sourceNamespace(), port.number());
    }

    private List<ChainDraft> tls(
            MeshService service, ServicePort port, String bind, List<String> own, List<Rules> rules) {
        List<ChainDraft> chains = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<String> blocks = own;
        for (Rules one : rules) {
            for (StreamRule rule : one.tls()) {
                for (StreamCondition condition : rule.conditions()) {
                    if (!isFor(condition, port)) {
                        continue;
                    }
                    if (!condition.destinationSubnets().isEmpty()) {
                        blocks = condition.destinationSubnets();
                    }
                    if (seen.add(condition.sniHosts() + "|" + condition.destinationSubnets())) {
                        chains.add(draft(condition.sniHosts(), blocks, stream(rule, port), rule.place()));
                    }
                }
            }
        }
        if (chains.isEmpty()) {
            chains.add(draft(serverNames(service, bind, blocks), blocks, itself(service, port), null));
        }
        return chains;
    }

    /** Where the address does not tell services apart, the name in the handshake does. */
    private List<String> serverNames(MeshService service, String bind, List<String> blocks) {
        String address = addresses.main(service);
        if (!service.isKubernetes() && addresses.onlyV6() && address.equals(ServiceAddresses.ANY)) {
            address = ServiceAddresses.ANY_V6;
        }
        String any = addresses.any();
        boolean shared = !blocks.isEmpty()
                || ServiceAddresses.isBlock(address)
                || (address.equals(any) && bind.equals(any))
                || (Hosts.isWildcard(service.host()) && service.resolution() == Resolution.DYNAMIC_DNS);
        if (!shared) {
            return List.of();
        }
        return Stream.concat(
                        Stream.of(service.host()),
                        service.aliases().stream()
                                .flatMap(alias -> Stream.concat(
                                        Stream.of(alias), HostNames.shorter(alias, proxy.dnsDomain()).stream())))
                .toList();
    }

    private List<ChainDraft> tcp(MeshService service, ServicePort port, List<String> blocks, List<Rules> rules) {
        List<ChainDraft> chains = new ArrayList<>();
        boolean settled = false;
        for (Rules one : rules) {
            for (StreamRule rule : one.tcp()) {
                List<String> subnets = new ArrayList<>();
                boolean all = rule.conditions().isEmpty();
                for (StreamCondition condition : rule.conditions()) {
                    if (isFor(condition, port)) {
                        if (condition.destinationSubnets().isEmpty()) {
                            all = true;
                            break;
                        }
                        subnets.addAll(condition.destinationSubnets());
                    }
                }
                if (all) {
                    chains.add(draft(List.of(), blocks, stream(rule, port), rule.place()));
                    return chains;
                }
                if (!subnets.isEmpty()) {
                    chains.add(draft(List.of(), subnets, stream(rule, port), rule.place()));
                    settled |= subnets.stream()
                            .sorted()
                            .toList()
                            .equals(blocks.stream().sorted().toList());
                }
            }
        }
        if (!settled) {
            chains.add(draft(List.of(), blocks, itself(service, port), null));
        }
        return chains;
    }

    private static ChainDraft draft(
            List<String> names, List<String> blocks, ChainContent content, @Nullable Place place) {
        return new ChainDraft(names, blocks, List.of(), "", ChainTls.NONE, content, place);
    }

    /** To the service, at its only port or else at the listener's. */
    private static ChainContent.Stream itself(MeshService service, ServicePort port) {
        int number = service.ports().size() == 1 ? service.ports().get(0).number() : port.number();
        return ChainContent.Stream.to(ClusterRef.outbound(service.host(), number, ""));
    }

    private ChainContent.Stream stream(StreamRule rule, ServicePort port) {
        return new ChainContent.Stream(shares(rule.route(), scope, port.number()));
    }

    /** Where a rule for bytes sends them. */
    static List<ClusterShare> shares(List<WeightedTarget> route, Scope scope, int port) {
        List<ClusterShare> shares = new ArrayList<>(route.size());
        for (WeightedTarget one : route) {
            ClusterRef cluster = RouteCompiler.cluster(
                    one.target(), scope.service(one.target().host()).orElse(null), port);
            if (route.size() == 1 || one.weight() > 0) {
                shares.add(new ClusterShare(cluster, Math.max(1, one.weight()), HeaderRules.NONE));
            }
        }
        return List.copyOf(shares);
    }
}
