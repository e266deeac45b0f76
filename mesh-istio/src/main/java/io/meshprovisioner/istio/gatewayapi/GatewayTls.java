package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsName;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.function.Function;

/** TLS of a whole gateway. Source: GatewayTLSConfig. */
public final class GatewayTls extends Part<GatewayTls> {
    GatewayTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected GatewayTls copy(ObjectNode changed) {
        return new GatewayTls(changed);
    }

    /** The certificate that the gateway shows to backends. */
    public GatewayTls backendClientCertificate(Function<NeedsName<ObjectRef>, ObjectRef> certificate) {
        return edit(
                "backend",
                GatewayTls::new,
                backend -> backend.set("clientCertificateRef", certificate.apply(ObjectRef::named)));
    }

    /** The authorities that callers' certificates are checked against: a ConfigMap with {@code ca.crt}. */
    public GatewayTls frontendCaCertificates(String configMap) {
        return edit("frontend", GatewayTls::new, frontend -> frontend.set("default", validation(configMap)));
    }

    /** The same for the listeners of one port. */
    public GatewayTls frontendCaCertificates(int port, String configMap) {
        GatewayTls perPort = new GatewayTls(Trees.empty()).set("port", port).set("tls", validation(configMap));
        return edit("frontend", GatewayTls::new, frontend -> frontend.add("perPort", perPort));
    }

    private static GatewayTls validation(String configMap) {
        GatewayTls empty = new GatewayTls(Trees.empty());
        return empty.set("validation", empty.add("caCertificateRefs", ObjectRef.configMap(configMap)));
    }
}
