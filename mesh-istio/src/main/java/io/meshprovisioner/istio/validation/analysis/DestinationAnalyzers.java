package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the destinations of virtual services exist: hosts, ports, subsets. */
final class DestinationAnalyzers {
    private record Target(Node destination, boolean mirror) {}

    private DestinationAnalyzers() {}

    /** IST0101 for hosts and ports, IST0112 for a port that has to be chosen, IST0140 for subsets not reached. */
    static void hosts(World world, Reporter reporter) {
        ServiceHosts hosts = new ServiceHosts(world);
        for (Resource service : world.networking("VirtualService")) {
            for (Target target : targets(service.spec())) {
                checkHost(service, target, hosts, reporter);
            }
            if (service.spec().hasAny("gateways")) {
                checkIngress(world, service, reporter);
            }
        }
    }

    /** IST0101 for subsets that no destination rule has. */
    static void subsets(World world, Reporter reporter) {
        Set<String> known = new HashSet<>();
        for (Resource rule : world.networking("DestinationRule")) {
            String service =
                    ServiceHosts.serviceName(rule.namespace(), rule.spec().text("host"));
            rule.spec().items("subsets").forEach(subset -> known.add(service + "+" + subset.text("name")));
        }
        for (Resource service : world.networking("VirtualService")) {
            for (Target target : targets(service.spec())) {
                String host = target.destination().text("host");
                String subset = target.destination().text("subset");
                if (!subset.isEmpty()
                        && !known.contains(ServiceHosts.serviceName(service.namespace(), host) + "+" + subset)) {
                    reporter.report(
                            service,
                            target.destination().get("subset"),
                            "IST0101",
                            "no DestinationRule for the host " + host + " has the subset " + subset
                                    + ", so requests get 503",
                            "Add the subset to a DestinationRule for this host, or leave subset out");
                }
            }
        }
    }

    private static void checkHost(Resource service, Target target, ServiceHosts hosts, Reporter reporter) {
        Node destination = target.destination();
        String name = destination.text("host");
        Optional<ServiceHosts.Host> host =
                hosts.find(service.namespace(), service.spec().texts("exportTo"), name);
        if (host.isEmpty()) {
            reporter.report(
                    service,
                    destination.get("host"),
                    "IST0101",
                    (target.mirror() ? "the mirror's host \"" : "the host \"") + name + "\" is no known service",
                    "Correct the name (a short one is looked up in " + service.namespace()
                            + "), or add a Service or ServiceEntry for it");
            return;
        }
        List<Long> ports = host.get().ports();
        if (!destination.has("port")) {
            if (ports.size() > 1) {
                reporter.report(
                        service,
                        destination,
                        "IST0112",
                        "the host " + name + " has the ports " + ports + ", and nothing says which is meant",
                        "Add port.number to the destination");
            }
        } else if (!ports.contains(destination.get("port").integer("number"))) {
            reporter.report(
                    service,
                    destination.get("port"),
                    "IST0101",
                    "the host " + name + " has no port "
                            + destination.get("port").integer("number"),
                    "Use one of " + ports);
        }
    }

    private static void checkIngress(World world, Resource ingress, Reporter reporter) {
        for (Node http : ingress.spec().items("http")) {
            for (Node route : http.items("route")) {
                if (!route.get("destination").text("subset").isEmpty()) {
                    continue;
                }
                String host = route.get("destination").text("host");
                for (Resource other : world.networking("VirtualService")) {
                    if (routesOwnHostBySubset(other, host)) {
                        reporter.report(
                                ingress,
                                route.get("destination"),
                                "IST0140",
                                "requests that come through the gateway go to " + host + " directly, so the subsets of "
                                        + other.fullName() + " are not used for them",
                                "Name the subsets here too");
                    }
                }
            }
        }
    }

    private static boolean routesOwnHostBySubset(Resource service, String host) {
        return service.spec().texts("hosts").contains(host)
                && service.spec().items("http").stream()
                        .flatMap(http -> http.items("route").stream())
                        .map(route -> route.get("destination"))
                        .anyMatch(destination -> destination.text("host").equals(host)
                                && !destination.text("subset").isEmpty());
    }

    private static List<Target> targets(Node spec) {
        List<Target> targets = new ArrayList<>();
        for (String kind : new String[] {"tcp", "tls", "http"}) {
            for (Node route : spec.items(kind)) {
                route.items("route").forEach(item -> targets.add(new Target(item.get("destination"), false)));
            }
        }
        for (Node http : spec.items("http")) {
            if (http.has("mirror")) {
                targets.add(new Target(http.get("mirror"), true));
            }
            http.items("mirrors").forEach(item -> targets.add(new Target(item.get("destination"), true)));
        }
        return targets;
    }
}
