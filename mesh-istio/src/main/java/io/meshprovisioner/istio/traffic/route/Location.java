package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.rule.RedirectRule;

/** Where a redirect sends a client, as Envoy writes it. */
public final class Location {
    private Location() {}

    /** The {@code location} header. */
    public static String of(RequestView view, Route route, RouteAction.Redirect redirect) {
        RedirectRule rule = redirect.rule();
        HttpRequest request = view.request();
        String scheme = rule.scheme().isEmpty() ? request.scheme() : rule.scheme();
        String host = rule.authority().isEmpty() ? host(request, scheme, redirect.port() != 0) : rule.authority();
        String port = redirect.port() == 0 ? "" : ":" + redirect.port();
        return scheme + "://" + host + port + path(view, route, rule);
    }

    /** To HTTPS, same place: what a server with httpsRedirect answers. */
    public static String overTls(RequestView view) {
        return "https://" + host(view.request(), "https", false) + view.path() + view.query();
    }

    private static String host(HttpRequest request, String scheme, boolean otherPort) {
        String authority = request.authority();
        String host = request.host();
        String port = authority.substring(host.length());
        boolean ownPort = !scheme.equals(request.scheme())
                && ((request.scheme().equals("https") && port.equals(":443"))
                        || (request.scheme().equals("http") && port.equals(":80")));
        return otherPort || ownPort ? host : authority;
    }

    private static String path(RequestView view, Route route, RedirectRule rule) {
        if (rule.prefixOnly()) {
            int matched = Math.min(route.matchedLength(view.path()), view.path().length());
            return rule.uri() + view.path().substring(matched) + view.query();
        }
        if (rule.uri().isEmpty()) {
            return view.path() + view.query();
        }
        return rule.uri().indexOf('?') >= 0 ? rule.uri() : rule.uri() + view.query();
    }
}
