package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A copy of the requests goes to another service too. Source: HTTPRequestMirrorFilter. */
public final class MirrorFilter extends Part<MirrorFilter> {
    MirrorFilter(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected MirrorFilter copy(ObjectNode changed) {
        return new MirrorFilter(changed);
    }

    static MirrorFilter to(String service) {
        return new MirrorFilter(Trees.empty()).set("backendRef", BackendRef.named(service));
    }

    /** More about the service, such as its port. */
    public MirrorFilter backendRef(UnaryOperator<BackendRef> change) {
        return edit("backendRef", BackendRef::new, change);
    }

    /** What {@code backendRef} says. */
    public Optional<BackendRef> backendRef() {
        return part("backendRef", BackendRef::new);
    }

    /** The share in whole percent; default all. Takes the place of a fraction. */
    public MirrorFilter percent(int percent) {
        return unset("fraction").set("percent", percent);
    }

    /** What {@code percent} says. */
    public Optional<Integer> percent() {
        return integer("percent");
    }

    /** The share as a fraction; default all. Takes the place of a percentage. */
    public MirrorFilter fraction(int numerator, int denominator) {
        Map<String, Integer> fraction = new LinkedHashMap<>();
        fraction.put("numerator", numerator);
        fraction.put("denominator", denominator);
        return unset("percent").set("fraction", Trees.of(fraction));
    }
}
