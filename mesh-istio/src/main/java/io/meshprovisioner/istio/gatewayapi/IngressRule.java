package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsBackend;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;

/** The paths of a host. Source: IngressRule. */
public final class IngressRule extends Part<IngressRule> {
    IngressRule(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected IngressRule copy(ObjectNode changed) {
        return new IngressRule(changed);
    }

    static IngressRule of(String host) {
        return new IngressRule(Trees.empty()).set("host", host);
    }

    /** What {@code host} says. */
    public Optional<String> host() {
        return text("host");
    }

    /** A path and what is below it. */
    public IngressRule prefix(String path, Function<NeedsBackend, IngressBackend> backend) {
        return path(path, "Prefix", backend);
    }

    /** A path exactly. */
    public IngressRule exact(String path, Function<NeedsBackend, IngressBackend> backend) {
        return path(path, "Exact", backend);
    }

    private IngressRule path(String path, String type, Function<NeedsBackend, IngressBackend> backend) {
        IngressRule entry = new IngressRule(Trees.empty())
                .set("path", path)
                .set("pathType", type)
                .set("backend", backend.apply(IngressBackend.NEEDED));
        return edit("http", IngressRule::new, http -> http.add("paths", entry));
    }
}
