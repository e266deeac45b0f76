package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule of an AuthorizationPolicy for one kind of traffic: one of the callers and one of the operations must fit, each a
 * list of clauses that all must hold; conditions belong to each of either list.
 */
record CompiledRule(RuleName name, List<List<Clause>> callers, List<List<Clause>> operations) {

    boolean takes(Attributes call) {
        return any(operations, call) && any(callers, call);
    }

    private static boolean any(List<List<Clause>> alternatives, Attributes call) {
        for (int i = 0; i < alternatives.size(); i++) {
            if (all(alternatives.get(i), call)) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(List<Clause> clauses, Attributes call) {
        for (int i = 0; i < clauses.size(); i++) {
            if (!clauses.get(i).holds(call)) {
                return false;
            }
        }
        return true;
    }

    /** Why it does not take a call: the first clause that fails, of each alternative of the side that fails. */
    String miss(Attributes call) {
        return String.join(
                "; ",
                (any(operations, call) ? callers : operations)
                        .stream()
                                .flatMap(clauses -> clauses.stream()
                                        .filter(clause -> !clause.holds(call))
                                        .limit(1))
                                .map(clause -> clause.miss(call))
                                .distinct()
                                .toList());
    }

    /**
     * A compiler of the rules of one policy. A rule that lets callers in and says something that cannot be asked (of a
     * plain connection, or at all) is left out whole; a rule that keeps them out only loses what it says there, and so
     * takes more.
     */
    static final class Compiler {
        private static final List<Attribute> OPERATIONS = List.of(
                Attribute.hosts("hosts"),
                Attribute.methods("methods"),
                Attribute.paths("paths"),
                Attribute.ports("ports"));

        private final String namespace;
        private final boolean strict;
        private final boolean http;
        private final List<String> trustDomains;

        Compiler(String namespace, boolean strict, boolean http, List<String> trustDomains) {
            this.namespace = namespace;
            this.strict = strict;
            this.http = http;
            this.trustDomains = trustDomains;
        }

        /** Empty when the rule is left out. */
        Optional<CompiledRule> compile(RuleName name, Node rule) {
            try {
                List<Clause> callerConditions = new ArrayList<>();
                List<Clause> otherConditions = new ArrayList<>();
                for (Node condition : rule.items("when")) {
                    String key = condition.text("key");
                    Attribute attribute =
                            ConditionKeys.attribute(key, namespace).orElseThrow(() -> new Unaskable(key));
                    add(
                            ConditionKeys.isAboutCaller(key) ? callerConditions : otherConditions,
                            attribute,
                            condition.texts("values"),
                            condition.texts("notValues"));
                }
                return Optional.of(new CompiledRule(
                        name,
                        alternatives(rule.items("from"), "source", callers(), callerConditions),
                        alternatives(rule.items("to"), "operation", OPERATIONS, otherConditions)));
            } catch (Unaskable e) {
                return Optional.empty();
            }
        }

        private List<Attribute> callers() {
            return List.of(
                    Attribute.identity("principals", Identities::principal),
                    Attribute.requestPrincipals("requestPrincipals"),
                    Attribute.identity("serviceAccounts", said -> Identities.serviceAccount(namespace, said)),
                    Attribute.identity("trustDomains", Identities::trustDomain),
                    Attribute.identity("namespaces", Identities::namespace),
                    Attribute.address("remoteIpBlocks", Attributes::remoteAddress),
                    Attribute.address("ipBlocks", Attributes::sourceAddress));
        }

        /** What {@code from} or {@code to} says, each with the conditions; these alone when it says nothing. */
        private List<List<Clause>> alternatives(
                List<Node> said, String field, List<Attribute> attributes, List<Clause> conditions) throws Unaskable {
            List<List<Clause>> all = new ArrayList<>();
            for (Node one : said) {
                List<Clause> clauses = new ArrayList<>();
                for (Attribute attribute : attributes) {
                    String name = attribute.name();
                    String opposite = "not" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
                    add(
                            clauses,
                            attribute,
                            one.get(field).texts(name),
                            one.get(field).texts(opposite));
                }
                clauses.addAll(conditions);
                all.add(List.copyOf(clauses));
            }
            return all.isEmpty() ? List.of(List.copyOf(conditions)) : List.copyOf(all);
        }

        private void add(List<Clause> clauses, Attribute attribute, List<String> values, List<String> notValues)
                throws Unaskable {
            add(clauses, attribute, values, false);
            add(clauses, attribute, notValues, true);
        }

        private void add(List<Clause> clauses, Attribute attribute, List<String> values, boolean negated)
                throws Unaskable {
            List<Attribute.Test> tests = new ArrayList<>();
            for (String value : withAliases(attribute.name(), values)) {
                Optional<Attribute.Test> test = attribute.httpOnly() && !http
                        ? Optional.empty()
                        : attribute.test().apply(value);
                if (test.isEmpty() && strict) {
                    throw new Unaskable(attribute.name() + " " + value);
                }
                test.ifPresent(tests::add);
            }
            if (!tests.isEmpty()) {
                clauses.add(new Clause(attribute, values, List.copyOf(tests), negated));
            }
        }

        private List<String> withAliases(String name, List<String> values) {
            return switch (name) {
                case "principals", "source.principal" ->
                    values.stream()
                            .flatMap(value -> Identities.withAliases(value, trustDomains).stream())
                            .toList();
                case "trustDomains", "source.trustDomain" ->
                    values.stream()
                            .flatMap(value -> Identities.domainAliases(value, trustDomains).stream())
                            .distinct()
                            .toList();
                default -> values;
            };
        }
    }

    /** Something that a rule asks and that cannot be answered. */
    private static final class Unaskable extends Exception {
        private static final long serialVersionUID = 1;

        Unaskable(String what) {
            super(what);
        }
    }
}
