package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsConditionKey;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Requests that a policy takes: from one of the sources, to one of the operations, when all conditions hold. Source: Rule. */
public final class AuthorizationRule extends Part<AuthorizationRule> {
    AuthorizationRule(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected AuthorizationRule copy(ObjectNode changed) {
        return new AuthorizationRule(changed);
    }

    static AuthorizationRule start() {
        return new AuthorizationRule(Trees.empty());
    }

    /** One more source: one of several is enough. */
    public AuthorizationRule from(UnaryOperator<AuthorizationSource> source) {
        return add("from", new Node(Trees.empty()).set("source", source.apply(AuthorizationSource.start())));
    }

    /** What {@code from} says. */
    public List<AuthorizationSource> from() {
        return parts("from", Node::new).stream()
                .flatMap(from -> from.part("source", AuthorizationSource::new).stream())
                .toList();
    }

    /** One more operation: one of several is enough. */
    public AuthorizationRule to(UnaryOperator<AuthorizationOperation> operation) {
        return add("to", new Node(Trees.empty()).set("operation", operation.apply(AuthorizationOperation.start())));
    }

    /** What {@code to} says. */
    public List<AuthorizationOperation> to() {
        return parts("to", Node::new).stream()
                .flatMap(to -> to.part("operation", AuthorizationOperation::new).stream())
                .toList();
    }

    /** One more condition: all must hold. */
    public AuthorizationRule when(Function<NeedsConditionKey, Condition> condition) {
        return add("when", condition.apply(Condition::about));
    }

    /** What {@code when} says. */
    public List<Condition> when() {
        return parts("when", Condition::new);
    }
}
