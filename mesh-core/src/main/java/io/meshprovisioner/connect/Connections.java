package io.meshprovisioner.connect;

import io.meshprovisioner.error.SpecProblem;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;

/**
 * How services are reached from here. A value: each method returns a changed copy. Part of no spec, since it belongs to the
 * machine and not to the mesh.
 *
 * <pre>{@code
 * withConnections(c -> c.proxy(URI.create("http://proxy.example.com:3128"))
 *         .login("me", password).noProxy("10.0.0.0/8", ".internal").trust(Path.of("corporate-ca.pem")))
 * }</pre>
 *
 * <p>Where no proxy is said, each client has its own default: the AWS SDK goes by the JVM's properties ({@code https.proxyHost},
 * {@code http.nonProxyHosts}) and by {@code HTTP_PROXY} and {@code NO_PROXY} of the environment; Kubernetes' client and
 * downloads by the JVM's properties alone; Helm, in a process of its own, by the environment alone. All but Helm trust the
 * JVM's store ({@code javax.net.ssl.trustStore}); Helm and Kubernetes' client trust the cluster's own authority. A
 * kubeconfig's {@code proxy-url} goes first for its cluster. Whatever is said here, two things go by the environment: what
 * the AWS SDK asks to find credentials (single sign-on, web identity), and programs that a kubeconfig names for tokens.
 *
 * @param proxy an HTTP proxy that takes CONNECT; empty: each client goes by its default
 * @param login at the proxy, by the scheme Basic
 * @param noProxy what is reached without the proxy: a host with its subdomains ({@code example.com}), subdomains alone
 *     ({@code .internal}), an address or a block of addresses ({@code 10.0.0.0/8}, which counts for hosts that are named by
 *     their address), each with or without a port ({@code host:8443}), or everything ({@code *})
 * @param trusted PEM files with certificates of authorities that are trusted besides the JVM's own and, for a cluster,
 *     besides its own
 */
public record Connections(Optional<URI> proxy, Optional<ProxyLogin> login, List<String> noProxy, List<Path> trusted) {
    /** What a proxy elsewhere cannot reach. */
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.0/8", "::1");

    /** Nothing said. */
    public static final Connections DEFAULT =
            new Connections(Optional.empty(), Optional.empty(), THIS_MACHINE, List.of());

    public Connections {
        noProxy = List.copyOf(noProxy);
        trusted = List.copyOf(trusted);
    }

    /** @param address such as {@code http://proxy.example.com:3128} */
    public Connections proxy(URI address) {
        return new Connections(Optional.of(address), login, noProxy, trusted);
    }

    /** What the proxy asks for. */
    public Connections login(String user, String password) {
        return new Connections(proxy, Optional.of(new ProxyLogin(user, password)), noProxy, trusted);
    }

    /** Adds what is reached without the proxy, such as {@code "10.0.0.0/8", ".internal"}; this machine always is. */
    public Connections noProxy(String... hosts) {
        return new Connections(
                proxy,
                login,
                Stream.concat(noProxy.stream(), Arrays.stream(hosts)).toList(),
                trusted);
    }

    /** Trusts the authorities in this PEM file, too, such as that of a proxy which intercepts TLS. */
    public Connections trust(Path pem) {
        return new Connections(
                proxy,
                login,
                noProxy,
                Stream.concat(trusted.stream(), Stream.of(pem)).toList());
    }

    /** Whether nothing is said, so that each client goes by its own defaults. */
    public boolean unsaid() {
        return equals(DEFAULT);
    }

    /** What {@code own} says about proxies goes first, where it says anything; the authorities of both are trusted. */
    public Connections overruledBy(Connections own) {
        List<Path> both =
                Stream.concat(trusted.stream(), own.trusted.stream()).distinct().toList();
        Connections way = own.proxy.isPresent() ? own : this;
        return new Connections(way.proxy, way.login, way.noProxy, both);
    }

    /** Everything that is wrong, each with what to do; reads the files. */
    public List<SpecProblem> problems() {
        List<SpecProblem> problems = new ArrayList<>();
        new ConnectionsCheck(this, problems).run();
        return problems;
    }

    // ---- for clients

    /** As far as they concern one target: without the proxy, where it is reached without. */
    public Connections towards(URI target) {
        return proxyFor(target).isPresent()
                ? this
                : new Connections(Optional.empty(), Optional.empty(), noProxy, trusted);
    }

    /** The proxy that leads to a target; empty: none does, or nothing is said about proxies. */
    public Optional<URI> proxyFor(URI target) {
        return proxy.filter(address ->
                noProxy.stream().map(NoProxy::of).noneMatch(rule -> rule.covers(target.getHost(), port(target))));
    }

    /** The same for the JDK: direct, where the target is reached without the proxy; empty: nothing is said about proxies. */
    public Optional<Proxy> proxyOfTheJdk(URI target) {
        return proxy.map(address -> proxyFor(target).isEmpty()
                ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), address.getPort())));
    }

    /** The header {@code Proxy-Authorization}, where there is a login. */
    public Optional<String> proxyAuthorization() {
        return login.map(known -> "Basic "
                + Base64.getEncoder()
                        .encodeToString((known.user() + ":" + known.password()).getBytes(StandardCharsets.UTF_8)));
    }

    /** The proxy that leads to a target, with the login in it: a secret where there is one. */
    public Optional<String> proxyWithLogin(URI target) {
        return proxyFor(target)
                .map(address -> "http://"
                        + login.map(known -> encoded(known.user()) + ":" + encoded(known.password()) + "@")
                                .orElse("")
                        + place(address));
    }

    /**
     * The authorities to trust, as PEM.
     *
     * @param own of a service that brings its own, as a cluster does; blank: the JVM's
     * @return {@code own} where no other authorities are trusted
     */
    public String authorities(String own) {
        if (trusted.isEmpty()) {
            return own;
        }
        String known = own.isBlank() ? Authorities.pem(Authorities.ofTheJvm()) : own.strip() + "\n";
        return known + Authorities.pem(Authorities.readAll(trusted));
    }

    /** What trusts the JVM's authorities and these; empty: nothing is said about authorities. */
    public Optional<TrustManager[]> trustManagers() {
        return trusted.isEmpty() ? Optional.empty() : Optional.of(Authorities.trustManagers(trusted));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static int port(URI target) {
        return target.getPort() >= 0 ? target.getPort() : "http".equals(target.getScheme()) ? 80 : 443;
    }

    /** Host and port, without a login that somebody wrote into the address. */
    static String place(URI address) {
        return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    @Override
    public String toString() {
        return "Connections("
                + proxy.map(address -> "proxy " + place(address)).orElse("no proxy said")
                + login.map(known -> " as " + known.user()).orElse("")
                + ", not for " + noProxy + ", trusting " + trusted + ")";
    }
}
