package io.meshprovisioner.plan;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a principal must be allowed so that a plan can be carried out, kept up and taken down, and nothing besides: a
 * policy document in the cloud's own terms. Everything that it does not allow is refused.
 *
 * @param statements each allows some actions on some resources
 */
public record IamPolicy(List<Statement> statements) {
    private static final int LONGEST = 6144;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public IamPolicy {
        statements = List.copyOf(statements);
    }

    /** These actions on everything; what a cloud answers that knows no narrower way. */
    public static IamPolicy allowing(Set<String> actions) {
        return new IamPolicy(
                actions.isEmpty()
                        ? List.of()
                        : List.of(new Statement("All", List.copyOf(actions), List.of("*"), List.of())));
    }

    /** All actions of all statements. */
    public Set<String> actions() {
        Set<String> all = new TreeSet<>();
        statements.forEach(statement -> all.addAll(statement.actions));
        return Collections.unmodifiableSet(all);
    }

    /**
     * The same as policies that can each be attached: a managed policy of AWS holds {@value #LONGEST} characters, white
     * space not counted.
     */
    public List<IamPolicy> parts() {
        List<IamPolicy> parts = new ArrayList<>();
        List<Statement> some = new ArrayList<>();
        for (Statement statement : statements) {
            some.add(statement);
            if (some.size() > 1 && new IamPolicy(some).toCompactJson().length() > LONGEST) {
                some.remove(some.size() - 1);
                parts.add(new IamPolicy(some));
                some = new ArrayList<>(List.of(statement));
            }
        }
        parts.add(new IamPolicy(some));
        return parts;
    }

    /** The same without an action. */
    public IamPolicy without(String action) {
        return new IamPolicy(statements.stream()
                .map(statement -> statement.without(action))
                .filter(statement -> !statement.actions.isEmpty())
                .toList());
    }

    /** The document without white space, as its length counts against the cloud's limits. */
    public String toCompactJson() {
        return document().toString();
    }

    /** The document, to be attached to a user or a role. */
    public String toJson() {
        return document().toPrettyString();
    }

    private ObjectNode document() {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ArrayNode all = document.putArray("Statement");
        statements.forEach(statement -> statement.write(all.addObject()));
        return document;
    }

    @Override
    public String toString() {
        return "IamPolicy(" + statements.size() + " statements, " + actions().size() + " actions)";
    }

    /**
     * Allows some actions on some resources.
     *
     * @param sid what it is for, letters and digits
     * @param actions such as {@code ec2:CreateVpc}, in order and without a wildcard
     * @param resources their ARNs, with wildcards where their ids cannot be known before
     * @param conditions all of which must hold
     */
    public record Statement(String sid, List<String> actions, List<String> resources, List<Condition> conditions) {
        public Statement {
            actions = List.copyOf(new TreeSet<>(actions));
            resources = List.copyOf(resources);
            conditions = conditions.stream()
                    .sorted(Comparator.comparing(Condition::operator).thenComparing(Condition::key))
                    .toList();
        }

        Statement without(String action) {
            return new Statement(
                    sid, actions.stream().filter(one -> !one.equals(action)).toList(), resources, conditions);
        }

        private void write(ObjectNode node) {
            node.put("Sid", sid).put("Effect", "Allow");
            actions.forEach(node.putArray("Action")::add);
            resources.forEach(node.putArray("Resource")::add);
            if (conditions.isEmpty()) {
                return;
            }
            ObjectNode block = node.putObject("Condition");
            for (Condition condition : conditions) {
                condition.values.forEach(
                        block.withObject("/" + condition.operator).putArray(condition.key)::add);
            }
        }
    }

    /**
     * A key of the request's context that must have one of some values.
     *
     * @param operator such as {@code StringEquals}
     * @param key such as {@code aws:RequestTag/team}
     */
    public record Condition(String operator, String key, List<String> values) {
        public Condition {
            values = List.copyOf(values);
        }
    }
}
