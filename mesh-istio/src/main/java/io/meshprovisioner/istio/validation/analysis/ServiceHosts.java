package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hosts that services and service entries make known, and to whom. */
final class ServiceHosts {
    static final String ALL = "*";

    private static final String LOCAL = ".";
    private static final String SUFFIX = ".svc.cluster.local";
    private static final Pattern SERVICE_NAME = Pattern.compile("(.+)\\.(.+)\\.svc\\.cluster\\.local");

    /**
     * A host that can be reached.
     *
     * @param ports its port numbers
     * @param selector the labels that its workloads have by themselves
     */
    record Host(List<Long> ports, Map<String, String> selector) {}

    private record Key(String scope, String name) {}

    private final Map<Key, Host> hosts = new LinkedHashMap<>();

    ServiceHosts(World world) {
        world.networking("ServiceEntry").forEach(this::addEntry);
        world.core("Service").forEach(this::addService);
    }

    /** The host as somebody in a namespace sees it, under the name that is written there. */
    Optional<Host> find(String namespace, List<String> exportTo, String name) {
        String host = fqdn(namespace, name);
        List<String> scopes = new ArrayList<>(List.of(ALL));
        if (exportTo.isEmpty()) {
            scopes.add(namespace);
        }
        exportTo.forEach(scope -> scopes.add(scope.equals(LOCAL) ? namespace : scope));
        for (String scope : scopes) {
            Host known = hosts.get(new Key(scope, host));
            if (known != null) {
                return Optional.of(known);
            }
        }
        String bare = withoutStar(name);
        return hosts.entrySet().stream()
                .filter(entry -> entry.getKey().name().startsWith("*"))
                .filter(entry -> entry.getKey().scope().equals(ALL)
                        || entry.getKey().scope().equals(namespace))
                .filter(entry -> bare.endsWith(withoutStar(entry.getKey().name())))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** A short name gets the namespace that it is written in. */
    static String fqdn(String namespace, String host) {
        return host.startsWith("*") || host.contains(".") ? host : host + "." + namespace + SUFFIX;
    }

    /** The namespace and name of a service by its host; a name of another form belongs to the given namespace. */
    static String serviceName(String namespace, String host) {
        Matcher form = SERVICE_NAME.matcher(host);
        return form.matches() ? form.group(2) + "/" + form.group(1) : namespace + "/" + host;
    }

    private void addEntry(Resource entry) {
        Node spec = entry.spec();
        Host host = new Host(
                spec.items("ports").stream().map(port -> port.integer("number")).toList(),
                spec.get("workloadSelector").textMap("labels"));
        List<String> exportTo = spec.texts("exportTo");
        for (String name : spec.texts("hosts")) {
            if (exportTo.isEmpty()) {
                hosts.put(new Key(ALL, fqdn(entry.namespace(), name)), host);
            }
            for (String scope : exportTo) {
                hosts.put(
                        new Key(scope.equals(LOCAL) ? entry.namespace() : scope, fqdn(entry.namespace(), name)), host);
            }
        }
    }

    private void addService(Resource service) {
        Host host = new Host(
                service.spec().items("ports").stream()
                        .map(port -> port.integer("port"))
                        .toList(),
                Map.of());
        String exportTo = service.annotations().getOrDefault("networking.istio.io/exportTo", "");
        for (String scope : exportTo.isEmpty() ? new String[] {ALL} : exportTo.split(",", -1)) {
            String trimmed = scope.trim();
            hosts.put(
                    new Key(
                            trimmed.equals(LOCAL) ? service.namespace() : trimmed,
                            fqdn(service.namespace(), service.name())),
                    host);
        }
    }

    private static String withoutStar(String name) {
        return name.startsWith("*") ? name.substring(1) : name;
    }
}
