package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;

/** One HTTP route of a VirtualService: what it may combine, and its parts. */
final class HttpRouteRules {
    private final Context context;
    private final boolean delegate;
    private final boolean fromGatewayApi;
    private final HttpMatchRules matches;
    private final HttpActionRules actions;
    private final HttpPolicyRules policies;

    HttpRouteRules(Context context, boolean delegate, boolean fromGatewayApi) {
        this.context = context;
        this.delegate = delegate;
        this.fromGatewayApi = fromGatewayApi;
        this.matches = new HttpMatchRules(context);
        this.actions = new HttpActionRules(context);
        this.policies = new HttpPolicyRules(context);
    }

    void check(Node route) {
        if (!delegate && route.has("delegate")) {
            checkRoot(route);
        } else {
            checkConflicts(route);
        }
        matches.check(route, delegate || route.has("delegate"));
        HeaderOperations.check(context, route.get("headers"));
        policies.checkCors(route.get("corsPolicy"));
        policies.checkFault(route.get("fault"));
        checkMirrors(route);
        actions.checkRedirect(route.get("redirect"));
        actions.checkDirectResponse(route.get("directResponse"));
        policies.checkRetries(route.get("retries"));
        actions.checkRewrite(route.get("rewrite"));
        HeaderOperations.checkAuthority(context, route);
        Destinations.checkAll(context, route.get("route"), fromGatewayApi, true);
        Durations.check(context, route, "timeout");
    }

    /** A route that delegates leaves everything else to the delegate. */
    private void checkRoot(Node route) {
        if (route.has("redirect")) {
            conflict(route, "delegate", "redirect");
        }
        if (route.hasAny("route")) {
            conflict(route, "delegate", "route");
        }
    }

    private void checkConflicts(Node route) {
        if (delegate && route.has("delegate")) {
            context.error(
                    route.get("delegate"),
                    "virtualservice.http.nested-delegate",
                    "without hosts this is a delegate, and a delegate cannot delegate again",
                    "Forward from here, or add hosts");
        }
        if (route.has("redirect")) {
            conflictsOf(route, "redirect");
            if (route.has("directResponse")) {
                conflict(route, "redirect", "directResponse");
            }
        } else if (route.has("directResponse")) {
            conflictsOf(route, "directResponse");
        } else if (!route.hasAny("route")) {
            context.error(
                    route,
                    "virtualservice.http.no-action",
                    "the route does nothing: it neither forwards nor redirects nor answers",
                    "Add route with a destination, redirect, directResponse or delegate");
        }
        if (route.has("mirror") && route.hasAny("mirrors") && context.since(20)) {
            conflict(route, "mirror", "mirrors");
        }
    }

    private void conflictsOf(Node route, String action) {
        if (route.hasAny("route")) {
            conflict(route, action, "route");
        }
        if (route.has("fault")) {
            conflict(route, action, "fault");
        }
        if (route.has("rewrite")) {
            conflict(route, action, "rewrite");
        }
    }

    private void conflict(Node route, String one, String other) {
        context.error(
                route.get(other),
                "virtualservice.http." + one + "-and-" + other,
                "the route has both " + one + " and " + other + ", which exclude each other",
                "Keep one of the two, or write two routes with different matches");
    }

    private void checkMirrors(Node route) {
        Node percent = route.get("mirrorPercent");
        if (percent.present()) {
            if (percent.integer() > 100) {
                context.error(
                        percent,
                        "virtualservice.http.mirror-percent",
                        "mirrorPercent is " + percent.integer(),
                        "Use mirrorPercentage.value with 0 to 100");
            }
            context.warn(
                    percent,
                    "virtualservice.http.mirror-percent-deprecated",
                    "mirrorPercent is deprecated",
                    "Use mirrorPercentage.value");
        }
        checkPercentage(route.get("mirrorPercentage"));
        Destinations.check(context, route.get("mirror"));
        for (Node mirror : route.items("mirrors")) {
            if (mirror.has("destination")) {
                Destinations.check(context, mirror.get("destination"));
                checkPercentage(mirror.get("percentage"));
            } else {
                context.error(
                        mirror,
                        "virtualservice.http.mirror-destination",
                        "the mirror has no destination",
                        "Add destination with the host that gets the copies");
            }
        }
    }

    private void checkPercentage(Node percentage) {
        double value = percentage.get("value").number();
        if (value < 0 || value > 100) {
            context.error(
                    percentage, "virtualservice.http.mirror-percentage", "the percentage is " + value, "Use 0 to 100");
        }
    }
}
