package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.DnsLabels;
import io.meshprovisioner.istio.validation.text.Hosts;
import io.meshprovisioner.istio.validation.text.IpAddresses;

/** Hosts with a namespace before them, as gateways and sidecars have them: {@code bookinfo/*.example.com}. */
final class NamespacedHosts {
    private NamespacedHosts() {}

    /** The namespace may be left out here, and the host may be an IP address. */
    static void checkGateway(Context context, Node host, boolean fromGatewayApi) {
        String text = host.text();
        int slash = text.indexOf('/');
        if (slash < 0) {
            checkGatewayHost(context, host, text);
            return;
        }
        String namespace = text.substring(0, slash);
        checkParts(context, host, namespace, text.substring(slash + 1));
        if (!namespace.equals("*") && !namespace.equals(".") && !(fromGatewayApi && namespace.equals("~"))) {
            checkNamespace(
                    context, host, namespace, "\"*\" for all, \".\" for the gateway's own, or a namespace's name");
        }
        checkGatewayHost(context, host, text.substring(slash + 1));
    }

    static void checkSidecar(Context context, Node host) {
        String text = host.text();
        int slash = text.indexOf('/');
        if (slash < 0) {
            context.error(
                    host,
                    "host.no-namespace",
                    "\"" + text + "\" has no namespace part",
                    "Write namespace/host, such as ./*, */* or istio-system/*");
            return;
        }
        String namespace = text.substring(0, slash);
        String name = text.substring(slash + 1);
        checkParts(context, host, namespace, name);
        if (!namespace.equals("*") && !namespace.equals(".") && !namespace.equals("~")) {
            checkNamespace(
                    context,
                    host,
                    namespace,
                    "\"*\" for all, \".\" for the own, \"~\" for none, or a namespace's name");
        }
        checkNotShort(context, host, name);
        String problem = Hosts.wildcardDomainProblem(name);
        if (problem != null) {
            context.error(host, "host.domain", problem, "Write a domain, or one with a leading \"*.\"");
            if (!IpAddresses.isAddress(name)) {
                // Istio says it a second time, through the check that it shares with gateways
                context.error(
                        host,
                        "host.domain-or-address",
                        "nor is \"" + name + "\" an IP address",
                        "Write a domain's name");
            }
        }
        checkPartialWildcard(context, host, name);
    }

    private static void checkGatewayHost(Context context, Node host, String name) {
        checkNotShort(context, host, name);
        String problem = Hosts.wildcardDomainProblem(name);
        if (problem != null && !IpAddresses.isAddress(name)) {
            context.error(
                    host,
                    "host.domain-or-address",
                    problem,
                    "Write a domain, one with a leading \"*.\", \"*\" for all, or an IP address");
        }
        checkPartialWildcard(context, host, name);
    }

    private static void checkParts(Context context, Node host, String namespace, String name) {
        if (namespace.isEmpty() || name.isEmpty()) {
            context.error(
                    host,
                    "host.empty-part",
                    "\"" + host.text() + "\" lacks the " + (namespace.isEmpty() ? "namespace" : "host"),
                    "Write both parts: namespace/host");
        }
    }

    private static void checkNamespace(Context context, Node host, String namespace, String allowed) {
        if (!DnsLabels.isLabel(namespace)) {
            context.error(host, "host.namespace", "\"" + namespace + "\" is no namespace", "Use " + allowed);
        }
    }

    private static void checkNotShort(Context context, Node host, String name) {
        if (!name.equals("*") && !name.contains(".")) {
            context.error(
                    host,
                    "host.short-name",
                    "\"" + name + "\" is a short name, which means nothing outside of its namespace",
                    "Write the whole name, such as reviews.bookinfo.svc.cluster.local");
        }
    }

    private static void checkPartialWildcard(Context context, Node host, String name) {
        if (context.since(17) && Hosts.hasPartialWildcard(name)) {
            context.error(
                    host,
                    "host.partial-wildcard",
                    "the star in \"" + name + "\" stands for a part of a label only",
                    "Let the star stand for whole labels: *.example.com");
        }
    }
}
