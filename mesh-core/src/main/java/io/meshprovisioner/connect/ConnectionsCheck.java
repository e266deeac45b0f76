package io.meshprovisioner.connect;

import io.meshprovisioner.error.SpecProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;

/** What is wrong with connections, before anything is called. A password that stands in the wrong place is not repeated. */
final class ConnectionsCheck {
    private static final String SUCH_AS = "Write it such as http://proxy.example.com:3128.";

    private final Connections connections;
    private final List<SpecProblem> problems;

    ConnectionsCheck(Connections connections, List<SpecProblem> problems) {
        this.connections = connections;
        this.problems = problems;
    }

    void run() {
        connections.proxy().ifPresent(this::proxy);
        connections.login().ifPresent(this::login);
        if (connections.proxy().isEmpty() && !connections.noProxy().equals(Connections.DEFAULT.noProxy())) {
            add("noProxy", "No proxy is said that these could be reached without.", "Say proxy(..), or leave it out.");
        }
        for (int i = 0; i < connections.noProxy().size(); i++) {
            noProxy("noProxy[" + i + "]", connections.noProxy().get(i));
        }
        connections.trusted().forEach(this::trusted);
    }

    private void proxy(URI address) {
        if (address.getRawUserInfo() != null
                || String.valueOf(address.getRawAuthority()).contains("@")) {
            add(
                    "proxy",
                    "The address holds a login, which would be printed with it.",
                    "Say login(user, password) beside it.");
            return;
        }
        if (!"http".equals(address.getScheme())) {
            add(
                    "proxy",
                    "\"" + address + "\" is no HTTP proxy that is spoken to in plain HTTP.",
                    "Name one that takes CONNECT; what goes through it is encrypted all the same. " + SUCH_AS);
        } else if (address.getHost() == null) {
            add("proxy", "\"" + address + "\" names no host.", SUCH_AS);
        } else if (address.getPort() < 1 || address.getPort() > 65_535) {
            add("proxy", "\"" + address + "\" says no port.", SUCH_AS);
        }
    }

    private void login(ProxyLogin login) {
        if (connections.proxy().isEmpty()) {
            add("login", "There is a login and no proxy.", "Say proxy(..), or leave it out.");
        }
        if (login.user().isBlank() || login.user().contains(":")) {
            add(
                    "login",
                    "A user at a proxy has a name without a colon.",
                    "Give user and password as two arguments: login(user, password).");
        }
    }

    private void noProxy(String path, String rule) {
        try {
            NoProxy.of(rule);
        } catch (IllegalArgumentException e) {
            add(
                    path,
                    String.valueOf(e.getMessage()),
                    "Write a host (example.com), subdomains (.internal), an address, or a block (10.0.0.0/8).");
        }
    }

    private void trusted(Path file) {
        String path = "trust[" + file + "]";
        try {
            Authorities.read(file);
        } catch (NoSuchFileException e) {
            add(path, "There is no such file.", "Correct the path: it is read from " + file.toAbsolutePath() + ".");
        } catch (IOException e) {
            add(path, "The file cannot be read (" + e + ").", "Name a file that this process may read.");
        } catch (CertificateException | IllegalArgumentException e) {
            add(
                    path,
                    "The file holds no certificate that can be read (" + e.getMessage() + ").",
                    "Name a PEM file: one or more blocks that begin with -----BEGIN CERTIFICATE-----.");
        }
    }

    private void add(String path, String message, String advice) {
        problems.add(new SpecProblem("connections." + path, message, advice));
    }
}
