package io.meshprovisioner.connect;

import io.meshprovisioner.error.Failure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What went wrong between here and a service, as far as a proxy or an authority has to do with it. The request was not sent.
 *
 * @param what one sentence
 * @param advice what to do; names the setting
 * @param untrusted it is a certificate
 * @param lasting trying again does not help
 */
public record ConnectionTrouble(String what, String advice, boolean untrusted, boolean lasting) {
    /** As the JDK, OkHttp and Go say that a proxy did not open the way. */
    private static final Pattern REFUSED =
            Pattern.compile("(?:Proxy returns \"HTTP/1\\.\\d |response code for CONNECT: )(\\d{3})");

    private static final Pattern REFUSED_IN_WORDS = Pattern.compile(
            "proxy authentication required|failed to authenticate with proxy|proxy authentication, in streaming mode",
            Pattern.CASE_INSENSITIVE);
    private static final int LOGIN_WANTED = 407;

    /** What an exception of the JDK's or OkHttp's tells. */
    public static Optional<ConnectionTrouble> of(Throwable failure, Connections connections) {
        boolean unreachable = false;
        StringBuilder words = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return Optional.of(untrusted(connections));
            }
            unreachable |= cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || (cause instanceof SocketTimeoutException
                            && "connect timed out".equalsIgnoreCase(cause.getMessage()));
            words.append(cause.getMessage()).append('\n');
        }
        return of(words.toString(), unreachable, connections);
    }

    /** What Helm's words tell, which are Go's. */
    public static Optional<ConnectionTrouble> ofWords(String words, Connections connections) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("x509: ")) {
            return Optional.of(untrusted(connections));
        }
        return of(words, lower.contains("proxyconnect "), connections);
    }

    private static Optional<ConnectionTrouble> of(String words, boolean unreachable, Connections connections) {
        Matcher refused = REFUSED.matcher(words);
        boolean said = refused.find();
        int status = said ? Integer.parseInt(refused.group(1)) : 0;
        if (status == LOGIN_WANTED || REFUSED_IN_WORDS.matcher(words).find()) {
            return Optional.of(loginWanted(connections));
        }
        if (said) {
            return Optional.of(new ConnectionTrouble(
                    "The proxy" + name(connections) + " does not lead there: it answers HTTP " + status + ".",
                    "Ask who runs the proxy to allow this address, or say noProxy(..) for it where it is reached directly.",
                    false,
                    status < 500));
        }
        return unreachable && connections.proxy().isPresent()
                ? Optional.of(new ConnectionTrouble(
                        "Nothing answers by way of the proxy" + name(connections) + ".",
                        "Check that the proxy" + name(connections)
                                + " runs and that this machine reaches it; what is reached without it belongs to"
                                + " noProxy(..) of withConnections.",
                        false,
                        false))
                : Optional.empty();
    }

    private static ConnectionTrouble untrusted(Connections connections) {
        return new ConnectionTrouble(
                "The certificate that came is not one of an authority that is trusted here.",
                connections.trusted().isEmpty()
                        ? "Where a proxy on the way intercepts TLS, have its authority trusted, too:"
                                + " withConnections(c -> c.trust(Path.of(\"corporate-ca.pem\")))."
                        : "None of the authorities in " + connections.trusted()
                                + " signed it: ask who runs the network for its root certificate, and say"
                                + " withConnections(c -> c.trust(file)).",
                true,
                true);
    }

    private static ConnectionTrouble loginWanted(Connections connections) {
        String proxy = name(connections);
        return connections
                .login()
                .map(login -> new ConnectionTrouble(
                        "The proxy" + proxy + " does not accept the login of " + login.user() + ".",
                        "Correct user and password in withConnections(c -> c.login(user, password)); the proxy has to"
                                + " take the scheme Basic.",
                        false,
                        true))
                .orElseGet(() -> new ConnectionTrouble(
                        "The proxy" + proxy + " wants a login.",
                        "Say it: withConnections(c -> c.proxy(address).login(user, password)).",
                        false,
                        true));
    }

    private static String name(Connections connections) {
        return connections
                .proxy()
                .map(address -> " " + Connections.place(address))
                .orElse("");
    }

    /** As a failure, with the advice. */
    public Failure failure(Throwable cause) {
        return Failure.of(what, advice)
                .because(String.valueOf(cause.getMessage()))
                .causedBy(cause);
    }
}
