package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;

/** What is called: all that is said must hold. Source: Operation. */
public final class AuthorizationOperation extends Part<AuthorizationOperation> {
    AuthorizationOperation(ObjectNode tree) {
        super(tree);
    }

    static AuthorizationOperation start() {
        return new AuthorizationOperation(Trees.empty());
    }

    @Override
    protected AuthorizationOperation copy(ObjectNode changed) {
        return new AuthorizationOperation(changed);
    }

    /** One of these hosts of the request, compared without case. */
    public AuthorizationOperation hosts(String... hosts) {
        return set("hosts", List.of(hosts));
    }

    /** What {@code hosts} says. */
    public List<String> hosts() {
        return texts("hosts");
    }

    /** None of these hosts of the request, compared without case. */
    public AuthorizationOperation notHosts(String... notHosts) {
        return set("notHosts", List.of(notHosts));
    }

    /** What {@code notHosts} says. */
    public List<String> notHosts() {
        return texts("notHosts");
    }

    /** One of these ports that are called. */
    public AuthorizationOperation ports(String... ports) {
        return set("ports", List.of(ports));
    }

    /** What {@code ports} says. */
    public List<String> ports() {
        return texts("ports");
    }

    /** None of these ports that are called. */
    public AuthorizationOperation notPorts(String... notPorts) {
        return set("notPorts", List.of(notPorts));
    }

    /** What {@code notPorts} says. */
    public List<String> notPorts() {
        return texts("notPorts");
    }

    /** One of these HTTP methods; for gRPC always POST. */
    public AuthorizationOperation methods(String... methods) {
        return set("methods", List.of(methods));
    }

    /** What {@code methods} says. */
    public List<String> methods() {
        return texts("methods");
    }

    /** None of these HTTP methods; for gRPC always POST. */
    public AuthorizationOperation notMethods(String... notMethods) {
        return set("notMethods", List.of(notMethods));
    }

    /** What {@code notMethods} says. */
    public List<String> notMethods() {
        return texts("notMethods");
    }

    /** One of these paths; a {@code *} at the beginning or end, or templates such as {@code /a/{*}/b} since 1.22. */
    public AuthorizationOperation paths(String... paths) {
        return set("paths", List.of(paths));
    }

    /** What {@code paths} says. */
    public List<String> paths() {
        return texts("paths");
    }

    /** None of these paths; a {@code *} at the beginning or end, or templates such as {@code /a/{*}/b} since 1.22. */
    public AuthorizationOperation notPaths(String... notPaths) {
        return set("notPaths", List.of(notPaths));
    }

    /** What {@code notPaths} says. */
    public List<String> notPaths() {
        return texts("notPaths");
    }
}
