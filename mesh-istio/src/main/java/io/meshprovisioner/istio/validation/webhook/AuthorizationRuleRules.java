package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;
import java.util.Set;

/** One rule of an AuthorizationPolicy: who, what, and under which conditions. */
final class AuthorizationRuleRules {
    private static final List<String> SOURCE_FIELDS = List.of(
            "principals",
            "requestPrincipals",
            "namespaces",
            "ipBlocks",
            "remoteIpBlocks",
            "notPrincipals",
            "notRequestPrincipals",
            "notNamespaces",
            "notIpBlocks",
            "notRemoteIpBlocks",
            "serviceAccounts",
            "notServiceAccounts",
            "trustDomains",
            "notTrustDomains");
    /** What also a TCP proxy can see of a caller. */
    private static final Set<String> TCP_SOURCE_FIELDS = Set.of(
            "notPrincipals",
            "principals",
            "ipBlocks",
            "notIpBlocks",
            "namespaces",
            "notNamespaces",
            "remoteIpBlocks",
            "notRemoteIpBlocks",
            "serviceAccounts",
            "notServiceAccounts");

    private static final List<String> IP_FIELDS =
            List.of("ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks");
    /** What serviceAccounts cannot be combined with. */
    private static final List<String> NAMED_FIELDS =
            List.of("principals", "notPrincipals", "namespaces", "notNamespaces");

    private static final List<String> SERVICE_ACCOUNT_FIELDS = List.of("serviceAccounts", "notServiceAccounts");
    private static final List<String> TCP_OPERATION_FIELDS = List.of("ports", "notPorts");
    private static final List<String> OPERATION_FIELDS =
            List.of("ports", "methods", "paths", "hosts", "notPorts", "notMethods", "notPaths", "notHosts");

    private final Context context;
    private final boolean deny;
    private final AuthorizationValues values;

    AuthorizationRuleRules(Context context, boolean deny) {
        this.context = context;
        this.deny = deny;
        this.values = new AuthorizationValues(context);
    }

    void check(Node rule) {
        rule.items("from").forEach(this::checkFrom);
        rule.items("to").forEach(this::checkTo);
        rule.items("when").forEach(this::checkWhen);
        if (!deny) {
            return;
        }
        boolean from = rule.items("from").stream().anyMatch(item -> item.has("source"));
        boolean to = rule.items("to").stream().anyMatch(item -> item.has("operation"));
        boolean tcpFrom =
                rule.items("from").stream().anyMatch(item -> item.get("source").hasAnyOf(TCP_SOURCE_FIELDS));
        boolean tcpTo =
                rule.items("to").stream().anyMatch(item -> item.get("operation").hasAnyOf(TCP_OPERATION_FIELDS));
        if ((from && !to && !tcpFrom) || (to && !tcpTo)) {
            context.warn(
                    rule,
                    "authorizationpolicy.deny-http-only",
                    "on TCP ports this rule denies everything: all it asks for can be seen in HTTP only",
                    "Add to.operation.ports with the HTTP ports that are meant");
        }
    }

    private void checkFrom(Node from) {
        Node source = from.get("source");
        if (!source.present()) {
            context.error(
                    from, "authorizationpolicy.from-source", "from has no source", "Add source, or leave from out");
            return;
        }
        if (source.hasAnyOf(NAMED_FIELDS) && source.hasAnyOf(SERVICE_ACCOUNT_FIELDS)) {
            context.error(
                    source,
                    "authorizationpolicy.service-accounts",
                    "serviceAccounts cannot be combined with namespaces or principals",
                    "Write namespace/serviceAccount, or use principals");
        }
        if (!source.hasAnyOf(SOURCE_FIELDS)) {
            context.error(
                    source,
                    "authorizationpolicy.source-empty",
                    "the source is empty",
                    "Say who is meant, such as namespaces or principals, or leave from out for everybody");
        }
        for (String field : IP_FIELDS) {
            values.checkIps(source.get(field));
        }
        for (String field : SOURCE_FIELDS) {
            if (!source.hasAny(field)) {
                continue;
            }
            Node list = source.get(field);
            switch (field) {
                case "serviceAccounts", "notServiceAccounts" -> values.checkServiceAccounts(list);
                case "trustDomains", "notTrustDomains" -> values.checkTrustDomains(list);
                default -> values.checkNotEmpty(list);
            }
        }
    }

    private void checkTo(Node to) {
        Node operation = to.get("operation");
        if (!operation.present()) {
            context.error(
                    to, "authorizationpolicy.to-operation", "to has no operation", "Add operation, or leave to out");
            return;
        }
        if (!operation.hasAnyOf(OPERATION_FIELDS)) {
            context.error(
                    operation,
                    "authorizationpolicy.operation-empty",
                    "the operation is empty",
                    "Say what is meant, such as methods or paths, or leave to out for everything");
        }
        values.checkPorts(operation.get("ports"));
        values.checkPorts(operation.get("notPorts"));
        OPERATION_FIELDS.forEach(field -> values.checkNotEmpty(operation.get(field)));
        values.checkPaths(operation.get("paths"));
        values.checkPaths(operation.get("notPaths"));
    }

    private void checkWhen(Node when) {
        String key = when.text("key");
        if (key.isEmpty()) {
            context.error(
                    when,
                    "authorizationpolicy.when-key",
                    "the condition has no key",
                    "Set key, such as request.headers[x-user] or source.ip");
        } else if (!when.hasAny("values") && !when.hasAny("notValues")) {
            context.error(
                    when,
                    "authorizationpolicy.when-values",
                    "the condition on " + key + " has no values",
                    "Add values or notValues");
        } else {
            values.checkAttribute(key, when, "values");
            values.checkAttribute(key, when, "notValues");
        }
    }
}
