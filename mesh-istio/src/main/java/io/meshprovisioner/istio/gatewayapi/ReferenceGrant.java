package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.UnaryOperator;

/** Leave for objects of other namespaces to refer to objects of this one. Source: ReferenceGrant of gateway.networking.k8s.io. */
public final class ReferenceGrant extends ApiResource<ReferenceGrant> {
    private ReferenceGrant(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A grant that allows nothing yet. */
    public static ReferenceGrant named(String name) {
        return new ReferenceGrant(named("v1beta1", "ReferenceGrant", name), Trees.empty());
    }

    static ReferenceGrant of(Document document) {
        return new ReferenceGrant(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected ReferenceGrant copy(Envelope changed, ObjectNode spec) {
        return new ReferenceGrant(changed, spec);
    }

    /** One more kind of object that may refer: for example HTTPRoutes of a namespace. */
    public ReferenceGrant from(UnaryOperator<GrantFrom> from) {
        return add("from", from.apply(new GrantFrom(Trees.empty())));
    }

    /** What {@code from} says. */
    public List<GrantFrom> from() {
        return parts("from", GrantFrom::new);
    }

    /** One more kind of object that may be referred to, all of this namespace. */
    public ReferenceGrant to(UnaryOperator<ObjectRef> to) {
        return add("to", to.apply(new ObjectRef(Trees.empty())));
    }

    /** One more object that may be referred to. */
    public ReferenceGrant to(String name, UnaryOperator<ObjectRef> to) {
        return add("to", to.apply(ObjectRef.named(name)));
    }

    /** What {@code to} says. */
    public List<ObjectRef> to() {
        return parts("to", ObjectRef::new);
    }
}
