package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which namespaces are meant, by their labels; all that is said has to hold. Source: LabelSelector of
 * meta.k8s.io/v1.
 */
public final class NamespaceSelector extends Part<NamespaceSelector> {
    NamespaceSelector(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected NamespaceSelector copy(ObjectNode changed) {
        return new NamespaceSelector(changed);
    }

    /** Those with all of these labels. */
    public NamespaceSelector matchLabels(Map<String, String> labels) {
        return set("matchLabels", labels);
    }

    public Map<String, String> matchLabels() {
        return textMap("matchLabels");
    }

    /**
     * One more condition on a label.
     *
     * @param values some for {@link LabelOperator#IN} and {@link LabelOperator#NOT_IN}, none for the others
     * @throws IllegalArgumentException if there are values for an operator that takes none, or none for one that does
     */
    public NamespaceSelector matchExpression(String key, LabelOperator operator, String... values) {
        if (operator.takesValues() != (values.length > 0)) {
            throw new IllegalArgumentException(operator + " takes " + (operator.takesValues() ? "some" : "no")
                    + " values, but there are " + values.length + " for the label " + key);
        }
        Map<String, Object> expression = new LinkedHashMap<>();
        expression.put("key", key);
        expression.put("operator", operator.toString());
        if (values.length > 0) {
            expression.put("values", List.of(values));
        }
        return set("matchExpressions", Trees.append(get("matchExpressions"), Trees.of(expression)));
    }
}
