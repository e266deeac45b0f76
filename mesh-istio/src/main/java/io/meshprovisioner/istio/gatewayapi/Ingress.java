package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsBackend;
import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** How HTTP requests from outside reach services, in Kubernetes' older words. Source: Ingress of networking.k8s.io/v1. */
public final class Ingress extends Resource<Ingress> {
    private Ingress(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** An Ingress without rules. */
    public static Ingress named(String name) {
        return new Ingress(Envelope.named("networking.k8s.io/v1", "Ingress", name), Trees.empty());
    }

    static Ingress of(Document document) {
        return new Ingress(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected Ingress copy(Envelope changed, ObjectNode spec) {
        return new Ingress(changed, spec);
    }

    /** Who serves it: {@code istio} for Istio's ingress gateway. */
    public Ingress ingressClassName(String ingressClassName) {
        return set("ingressClassName", ingressClassName);
    }

    /** What {@code ingressClassName} says. */
    public Optional<String> ingressClassName() {
        return text("ingressClassName");
    }

    /** Where requests go that no rule takes. */
    public Ingress defaultBackend(Function<NeedsBackend, IngressBackend> backend) {
        return set("defaultBackend", backend.apply(IngressBackend.NEEDED));
    }

    /** What {@code defaultBackend} says. */
    public Optional<IngressBackend> defaultBackend() {
        return part("defaultBackend", IngressBackend::new);
    }

    /** The secret with the certificate for some hosts. */
    public Ingress tls(String secretName, String... hosts) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("hosts", List.of(hosts));
        entry.put("secretName", secretName);
        return set("tls", Trees.append(get("tls"), Trees.of(entry)));
    }

    /** One more rule: the paths of a host; {@code *.} as prefix allowed. */
    public Ingress rule(String host, UnaryOperator<IngressRule> rule) {
        return add("rules", rule.apply(IngressRule.of(host)));
    }

    /** One more rule: the paths of all other hosts. */
    public Ingress rule(UnaryOperator<IngressRule> rule) {
        return add("rules", rule.apply(new IngressRule(Trees.empty())));
    }

    /** What {@code rules} says. */
    public List<IngressRule> rules() {
        return parts("rules", IngressRule::new);
    }
}
