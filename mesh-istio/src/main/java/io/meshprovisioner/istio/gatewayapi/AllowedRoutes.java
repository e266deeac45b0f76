package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Who may attach: from which namespaces and, for routes, of which kinds. Source: AllowedRoutes, AllowedListeners. */
public final class AllowedRoutes extends Part<AllowedRoutes> {
    AllowedRoutes(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected AllowedRoutes copy(ObjectNode changed) {
        return new AllowedRoutes(changed);
    }

    /** From every namespace. */
    public AllowedRoutes fromAll() {
        return set("namespaces", Trees.of(Map.of("from", "All")));
    }

    /** From the namespace of the gateway. */
    public AllowedRoutes fromSame() {
        return set("namespaces", Trees.of(Map.of("from", "Same")));
    }

    /** From namespaces with these labels. */
    public AllowedRoutes fromSelector(Map<String, String> matchLabels) {
        return fromSelector(selector -> selector.matchLabels(matchLabels));
    }

    /** From namespaces that are chosen by their labels. */
    public AllowedRoutes fromSelector(UnaryOperator<NamespaceSelector> selector) {
        Map<String, Object> namespaces = new LinkedHashMap<>();
        namespaces.put("from", "Selector");
        namespaces.put("selector", tree(selector.apply(new NamespaceSelector(Trees.empty()))));
        return set("namespaces", Trees.of(namespaces));
    }

    /** One more kind of route, for example {@code HTTPRoute}; default: those that fit the protocol. */
    public AllowedRoutes kind(String routeKind) {
        return set("kinds", Trees.append(get("kinds"), Trees.of(Map.of("kind", routeKind))));
    }
}
