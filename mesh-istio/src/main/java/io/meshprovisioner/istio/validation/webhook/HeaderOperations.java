package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.HeaderValues;
import java.util.List;

/** Headers that a route adds, sets or removes. */
final class HeaderOperations {
    private static final List<String> ADD_AND_SET = List.of("add", "set");

    private HeaderOperations() {}

    static void check(Context context, Node headers) {
        if (!headers.present()) {
            return;
        }
        Node request = headers.get("request");
        Node response = headers.get("response");
        for (String operation : ADD_AND_SET) {
            for (Node header : request.entries(operation)) {
                checkRequestName(context, header, header.name());
                checkValue(context, header);
            }
        }
        request.items("remove").forEach(name -> checkName(context, name, name.text()));
        for (String operation : ADD_AND_SET) {
            for (Node header : response.entries(operation)) {
                checkName(context, header, header.name());
                checkValue(context, header);
            }
        }
        response.items("remove").forEach(name -> checkName(context, name, name.text()));
    }

    /** The authority may be written in one place only. */
    static void checkAuthority(Context context, Node route) {
        if (!route.has("headers")) {
            return;
        }
        String current = route.get("rewrite").text("authority");
        Node request = route.get("headers", "request");
        for (String operation : new String[] {"set", "add"}) {
            for (Node header : request.entries(operation)) {
                if (!isAuthority(header.name())) {
                    continue;
                }
                if (!current.isEmpty()) {
                    context.error(
                            header,
                            "virtualservice.http.authority-twice",
                            "the authority is set to \"" + current + "\" already, and here to \"" + header.text()
                                    + "\"",
                            "Set it in one place, best by rewrite.authority");
                    return;
                }
                current = header.text();
            }
        }
    }

    /** A request's authority can be set; other pseudo headers cannot. */
    private static void checkRequestName(Context context, Node at, String name) {
        if (!isAuthority(name)) {
            checkName(context, at, name);
        }
    }

    private static void checkName(Context context, Node at, String name) {
        if (name.isEmpty()) {
            context.error(at, "header.name-empty", "the name of the header is empty", "Write the header's name");
        } else if (name.startsWith(":") || name.equalsIgnoreCase("host")) {
            context.error(
                    at,
                    "header.name-reserved",
                    "the header \"" + name + "\" cannot be changed here",
                    "Use rewrite.authority for the host, rewrite.uri for the path; other pseudo headers stay as they are");
        }
    }

    private static void checkValue(Context context, Node header) {
        String problem = HeaderValues.problem(header.text());
        if (problem != null) {
            context.error(
                    header,
                    "header.value",
                    "the value of the header \"" + header.name() + "\" cannot be read: " + problem,
                    "Write %% for a percent sign and %NAME% or %NAME(arguments)% for what Envoy knows");
        }
    }

    private static boolean isAuthority(String name) {
        return name.equalsIgnoreCase(":authority") || name.equalsIgnoreCase("host");
    }
}
