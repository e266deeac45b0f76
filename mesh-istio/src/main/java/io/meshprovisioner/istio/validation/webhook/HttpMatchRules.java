package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.DnsLabels;

/** The conditions of an HTTP route. */
final class HttpMatchRules {
    private final Context context;

    HttpMatchRules(Context context) {
        this.context = context;
    }

    void check(Node route, boolean delegates) {
        for (Node match : route.items("match")) {
            if (delegates && !context.since(15)) {
                checkNoRegex(match);
            } else {
                checkTexts(match);
            }
            checkSource(match);
        }
    }

    private void checkTexts(Node match) {
        for (Node header : match.entries("headers")) {
            checkName(header);
            StringMatches.check(context, header, "header " + header.name());
        }
        for (Node header : match.entries("withoutHeaders")) {
            checkName(header);
            Node active = StringMatches.active(header);
            // a lone star is no expression here: it stands for "has the header at all"
            if (!(active.name().equals("regex") && active.text().equals("*"))) {
                StringMatches.check(context, header, "header " + header.name());
            }
        }
        StringMatches.checkRegex(context, match.get("uri"), "uri"); // an empty prefix is fine for a path
        StringMatches.check(context, match.get("scheme"), "scheme");
        StringMatches.check(context, match.get("method"), "method");
        StringMatches.check(context, match.get("authority"), "authority");
        match.entries("queryParams")
                .forEach(parameter -> StringMatches.check(context, parameter, "query parameter " + parameter.name()));
    }

    private void checkName(Node header) {
        if (!HeaderNames.isMatchable(header.name())) {
            context.error(
                    header,
                    "virtualservice.http.match-header-name",
                    header.name().isEmpty() ? "the header has no name" : "\"" + header.name() + "\" is no header name",
                    "Use a header's name in lower case, such as end-user");
        }
    }

    /** Before 1.15 a route that delegates, and a delegate, could not match by regular expression. */
    private void checkNoRegex(Node match) {
        for (String field : new String[] {"uri", "scheme", "method", "authority"}) {
            checkNoRegex(match.get(field), field);
        }
        for (String field : new String[] {"headers", "queryParams", "withoutHeaders"}) {
            match.entries(field).forEach(entry -> checkNoRegex(entry, field));
        }
    }

    private void checkNoRegex(Node match, String what) {
        Node active = StringMatches.active(match);
        if (active.present() && active.name().equals("regex")) {
            context.error(
                    active,
                    "virtualservice.http.delegate-regex",
                    "before Istio 1.15 a route with a delegate cannot match the " + what + " by regular expression",
                    "Match exactly or by prefix, or use Istio 1.15 or later");
        }
    }

    private void checkSource(Node match) {
        if (match.integer("port") != 0) {
            Ports.checkNumber(context, match.get("port"));
        }
        Labels.check(context, match.get("sourceLabels"));
        GatewayNames.check(context.withoutWarnings(), match.items("gateways"), false);
        String namespace = match.text("sourceNamespace");
        if (!namespace.isEmpty() && !DnsLabels.isLabel(namespace)) {
            context.error(
                    match.get("sourceNamespace"),
                    "virtualservice.http.match-source-namespace",
                    "\"" + namespace + "\" is no namespace",
                    "Write the namespace's name; it cannot have a wildcard");
        }
    }
}
