package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy knows of something that arrives.
 *
 * @param arrival the connection, with its request if the proxy reads it
 * @param path path and query after the proxy has normalized them; empty without a request
 * @param endsTls whether the proxy ends the TLS, without which the caller has no identity
 * @param trustedProxies how many proxies before a gateway are believed ({@code gatewayTopology.numTrustedProxies});
 *     Istio's default is 0
 */
public record ArrivalAttributes(Arrival arrival, String path, boolean endsTls, int trustedProxies)
        implements Attributes {

    /** Of a request whose path is written as the proxy would, before a gateway that believes no proxies. */
    public static ArrivalAttributes of(Arrival arrival) {
        return new ArrivalAttributes(
                arrival, arrival.request().map(HttpRequest::path).orElse(""), true, 0);
    }

    @Override
    public String sourceAddress() {
        return arrival.sourceAddress();
    }

    /** A sidecar believes the last entry of X-Forwarded-For, a gateway as many as it was told to. */
    @Override
    public String remoteAddress() {
        int fromEnd = arrival.side() == Arrival.Side.GATEWAY ? trustedProxies : 1;
        String forwarded = fromEnd == 0 ? null : header("x-forwarded-for");
        if (forwarded == null) {
            return sourceAddress();
        }
        String[] entries = forwarded.split(",", -1);
        String entry = entries.length < fromEnd ? "" : entries[entries.length - fromEnd].trim();
        return AddressBlock.isAddress(entry) ? entry : sourceAddress();
    }

    @Override
    public String destinationAddress() {
        return arrival.address();
    }

    @Override
    public int destinationPort() {
        return arrival.port();
    }

    @Override
    public String serverName() {
        return arrival.transport().serverName();
    }

    @Override
    public @Nullable String principal() {
        return arrival.transport() instanceof Transport.IstioMutual mutual
                        && !mutual.principal().isEmpty()
                ? Identities.SCHEME + mutual.principal()
                : null;
    }

    @Override
    public String method() {
        HttpRequest request = arrival.http();
        return request == null ? "" : request.method();
    }

    @Override
    public @Nullable String authority() {
        HttpRequest request = arrival.http();
        return request == null ? null : request.authority();
    }

    @Override
    public @Nullable String header(String name) {
        HttpRequest request = arrival.http();
        List<String> values = request == null ? null : request.headers().get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : String.join(",", values);
    }
}
