package io.meshprovisioner.kubernetes;

import io.meshprovisioner.connect.Connections;
import java.net.URI;
import okhttp3.OkHttpClient;

/** The way to one API server by a proxy, or past it, as connections say; where they say nothing, OkHttp's own. */
record ProxyWay(Connections connections, URI endpoint) {
    private static final String LOGIN = "Proxy-Authorization";

    /** The login goes with the first request; a proxy that asks again does not accept it. */
    void in(OkHttpClient.Builder builder) {
        connections.proxyOfTheJdk(endpoint).ifPresent(builder::proxy);
        if (connections.proxyFor(endpoint).isPresent()) {
            connections
                    .proxyAuthorization()
                    .ifPresent(login -> builder.proxyAuthenticator(
                            (route, response) -> response.request().header(LOGIN) != null
                                    ? null
                                    : response.request()
                                            .newBuilder()
                                            .header(LOGIN, login)
                                            .build()));
        }
    }
}
