package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsBackend;
import io.meshprovisioner.istio.gatewayapi.step.NeedsName;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Where an Ingress sends requests. Source: IngressBackend. */
public final class IngressBackend extends Part<IngressBackend> {
    static final NeedsBackend NEEDED = new NeedsBackend() {
        @Override
        public IngressBackend service(String name, int port) {
            return backend(name, Map.of("number", port));
        }

        @Override
        public IngressBackend service(String name, String portName) {
            return backend(name, Map.of("name", portName));
        }

        @Override
        public IngressBackend resource(Function<NeedsName<ObjectRef>, ObjectRef> resource) {
            ObjectRef reference = resource.apply(ObjectRef::named);
            Map<String, String> entry = new LinkedHashMap<>();
            reference.group().ifPresent(group -> entry.put("apiGroup", group));
            reference.kind().ifPresent(kind -> entry.put("kind", kind));
            reference.name().ifPresent(name -> entry.put("name", name));
            return new IngressBackend(Trees.empty()).set("resource", Trees.of(entry));
        }
    };

    IngressBackend(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected IngressBackend copy(ObjectNode changed) {
        return new IngressBackend(changed);
    }

    private static IngressBackend backend(String name, Map<String, ?> port) {
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("name", name);
        service.put("port", port);
        return new IngressBackend(Trees.empty()).set("service", Trees.of(service));
    }
}
