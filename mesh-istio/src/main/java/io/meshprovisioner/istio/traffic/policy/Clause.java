package io.meshprovisioner.istio.traffic.policy;

import java.util.List;

/**
 * One field of a rule: the call has one of the values, or none of them.
 *
 * @param values as the policy says them
 * @param negated whether it is the {@code not...} field
 */
record Clause(Attribute attribute, List<String> values, List<Attribute.Test> tests, boolean negated) {

    boolean holds(Attributes call) {
        for (int i = 0; i < tests.size(); i++) {
            if (tests.get(i).holds(call)) {
                return !negated;
            }
        }
        return negated;
    }

    /** Why it does not hold for a call. */
    String miss(Attributes call) {
        Object actual = attribute.shown().apply(call);
        boolean none = actual == null || actual.toString().isEmpty();
        return attribute.name() + " is " + (none ? "not there" : actual) + ", "
                + (negated ? "one of those excluded: " : "none of ") + values;
    }
}
