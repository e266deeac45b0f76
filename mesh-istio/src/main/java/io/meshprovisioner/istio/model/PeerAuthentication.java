package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether workloads demand mutual TLS. Source: PeerAuthentication of security.istio.io. */
public final class PeerAuthentication extends IstioResource<PeerAuthentication> {
    private static final String KIND = "PeerAuthentication";

    private PeerAuthentication(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A PeerAuthentication that changes nothing yet. */
    public static PeerAuthentication named(String name) {
        return new PeerAuthentication(envelope(KIND, name), Trees.empty());
    }

    static PeerAuthentication of(Document document) {
        return new PeerAuthentication(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected PeerAuthentication copy(Envelope changed, ObjectNode spec) {
        return new PeerAuthentication(changed, spec);
    }

    /** For the pods with these labels in its namespace; default: all. */
    public PeerAuthentication selector(Map<String, String> matchLabels) {
        return set("selector", Selectors.matchLabels(matchLabels));
    }

    /** What {@code selector} says. */
    public Map<String, String> selector() {
        return Selectors.matchLabels(this, "selector");
    }

    /** Whether mutual TLS is demanded. */
    public PeerAuthentication mtls(MutualTlsMode mode) {
        return edit("mtls", Node::new, mtls -> mtls.set("mode", mode));
    }

    /** What {@code mtls} says. */
    public Optional<MutualTlsMode> mtls() {
        return part("mtls", Node::new).flatMap(mtls -> mtls.value("mode", MutualTlsMode.class));
    }

    /** Whether mutual TLS is demanded on one port of the workload; needs a selector. */
    public PeerAuthentication portLevelMtls(int port, MutualTlsMode mode) {
        return put("portLevelMtls", Integer.toString(port), new Node(Trees.empty()).set("mode", mode));
    }

    /** What {@code portLevelMtls} says, by port. */
    public Map<Integer, MutualTlsMode> portLevelMtls() {
        Map<Integer, MutualTlsMode> modes = new TreeMap<>();
        partMap("portLevelMtls", Node::new)
                .forEach((port, mtls) -> modes.put(
                        Integer.valueOf(port),
                        mtls.value("mode", MutualTlsMode.class).orElse(MutualTlsMode.UNSET)));
        return modes;
    }
}
