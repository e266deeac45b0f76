package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsListenerTls;
import io.meshprovisioner.istio.gatewayapi.step.NeedsName;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** TLS of a listener. Source: ListenerTLSConfig. */
public final class ListenerTls extends Part<ListenerTls> {
    static final NeedsListenerTls NEEDED = new NeedsListenerTls() {
        @Override
        public ListenerTls terminate(String secret) {
            return terminate(certificate -> certificate.name(secret));
        }

        @Override
        public ListenerTls terminate(Function<NeedsName<ObjectRef>, ObjectRef> certificate) {
            return new ListenerTls(Trees.empty())
                    .set("mode", "Terminate")
                    .add("certificateRefs", certificate.apply(ObjectRef::named));
        }

        @Override
        public ListenerTls passthrough() {
            return new ListenerTls(Trees.empty()).set("mode", "Passthrough");
        }
    };

    ListenerTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ListenerTls copy(ObjectNode changed) {
        return new ListenerTls(changed);
    }

    /** What {@code mode} says; default Terminate. */
    public Optional<String> mode() {
        return text("mode");
    }

    /** What {@code certificateRefs} says. */
    public List<ObjectRef> certificateRefs() {
        return parts("certificateRefs", ObjectRef::new);
    }

    /** Options of the implementation. */
    public ListenerTls options(Map<String, String> options) {
        return set("options", options);
    }

    /** What {@code options} says. */
    public Map<String, String> options() {
        return textMap("options");
    }
}
