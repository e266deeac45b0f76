package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import io.meshprovisioner.istio.validation.text.IpAddresses;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of WorkloadEntry, and of the endpoints of a ServiceEntry, which have the same form. */
final class WorkloadEntryRules implements KindRules {
    @Override
    public void check(Context context) {
        checkEntry(context, context.spec(), null, true);
    }

    /**
     * Checks an entry.
     *
     * @param servicePorts the names of the ports of the service that the entry belongs to; null if that is unknown
     * @param allowsNames whether the address can be a DNS name
     */
    static void checkEntry(Context context, Node entry, @Nullable Set<String> servicePorts, boolean allowsNames) {
        Node address = entry.get("address");
        String text = address.text();
        if (text.isEmpty()) {
            if (entry.text("network").isEmpty()) {
                context.error(
                        entry,
                        "workloadentry.address-missing",
                        "there is no address",
                        "Set address to the workload's IP address or DNS name");
                return;
            }
            context.warn(
                    entry,
                    "workloadentry.network-without-address",
                    "there is a network, but no address, so traffic goes to the network's gateway",
                    "Set address if the workload can be reached directly");
        }
        boolean unix = Addresses.isUnix(text);
        if (unix) {
            Addresses.checkUnixPath(context, address);
            if (entry.hasAny("ports")) {
                context.error(
                        entry.get("ports"),
                        "workloadentry.unix-ports",
                        "a socket of the file system has no ports",
                        "Remove ports");
            }
        } else if (!text.isEmpty() && !IpAddresses.isAddress(text)) {
            checkName(context, address, allowsNames);
        }
        checkPorts(context, entry, servicePorts);
        Labels.check(context, entry.get("labels"));
        if (unix && servicePorts != null && servicePorts.size() != 1) {
            context.error(
                    address,
                    "workloadentry.unix-service-ports",
                    "the service has " + servicePorts.size() + " ports, but a socket of the file system serves one",
                    "Keep one port, or use an IP address");
        }
    }

    static void checkPorts(Context context, Node entry, @Nullable Set<String> servicePorts) {
        for (Node port : entry.entries("ports")) {
            if (servicePorts != null && !servicePorts.contains(port.name())) {
                context.error(
                        port,
                        "workloadentry.port-unknown",
                        "the service has no port with the name \"" + port.name() + "\"",
                        "Use one of " + servicePorts.stream().sorted().toList());
            }
            Ports.checkName(context, port, port.name());
            Ports.checkNumber(context, port);
        }
    }

    private static void checkName(Context context, Node address, boolean allowsNames) {
        if (!allowsNames) {
            context.error(
                    address,
                    "workloadentry.address-no-ip",
                    "\"" + address.text() + "\" is no IP address",
                    "Write an IP address, or use the resolution DNS");
        } else {
            checkNameOrIp(context, address);
        }
    }

    static void checkNameOrIp(Context context, Node address) {
        if (!IpAddresses.isAddress(address.text()) && Hosts.fqdnProblem(address.text()) != null) {
            context.error(
                    address,
                    "workloadentry.address",
                    "\"" + address.text() + "\" is neither an IP address nor a DNS name",
                    "Write the address without port and scheme");
        }
    }
}
