package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import java.util.ArrayList;
import java.util.List;

/** The names under which a client may call a service. */
final class HostNames {
    private static final String SVC = ".svc.";

    private HostNames() {}

    /** All of them, the full one first; and the shorter ones among them in the second list. */
    record Names(List<String> all, List<String> shorter) {}

    static Names of(MeshService service, ServiceAddresses addresses, String dnsDomain) {
        List<String> all = new ArrayList<>();
        List<String> shorter = new ArrayList<>();
        List<String> hosts = new ArrayList<>(List.of(service.host()));
        hosts.addAll(service.aliases());
        for (String host : hosts) {
            List<String> more = shorter(host, dnsDomain);
            all.add(bracketed(host));
            all.addAll(more);
            shorter.addAll(more);
        }
        if (service.isHeadless()) {
            all.stream().map(name -> "*." + name).toList().forEach(all::add);
        }
        for (String address : addresses.all(service)) {
            all.add(bracketed(address));
        }
        return new Names(all, shorter);
    }

    static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Envoy's name for a virtual host. */
    static String withPort(String host, int port) {
        return bracketed(host) + ":" + port;
    }

    /**
     * The names that DNS completes for a client of a domain: with a dot at the end, and for services of the same cluster
     * without the ends that they share; the bare name for those of its own namespace.
     */
    static List<String> shorter(String host, String dnsDomain) {
        List<String> names = new ArrayList<>();
        if (!AddressBlock.isAddress(host)) {
            names.add(host + ".");
        }
        int own = dnsDomain.indexOf(SVC);
        if (own < 0) {
            names.addAll(withoutShared(host, dnsDomain));
            return names;
        }
        int svc = host.indexOf(SVC);
        if (!host.endsWith(own > 0 ? dnsDomain.substring(own) : dnsDomain) || svc <= 0) {
            return names;
        }
        int dot = host.indexOf('.');
        if (dot + 1 > svc) {
            return List.of();
        }
        String name = host.substring(0, svc);
        if (host.substring(dot + 1, svc).equals(dnsDomain.substring(0, own))) {
            names.addAll(List.of(host.substring(0, dot), name + ".svc", name));
        } else {
            names.addAll(List.of(name, name + ".svc"));
        }
        return names;
    }

    private static List<String> withoutShared(String host, String dnsDomain) {
        String[] parts = host.split("\\.", -1);
        String[] domain = dnsDomain.split("\\.", -1);
        int shared = 0;
        while (shared < Math.min(parts.length, domain.length)
                && parts[parts.length - 1 - shared].equals(domain[domain.length - 1 - shared])) {
            shared++;
        }
        if (shared == 0) {
            return List.of();
        }
        int kept = parts.length - shared;
        String unique = String.join(".", List.of(parts).subList(0, kept));
        return kept == 2 ? List.of(unique, unique + "." + parts[kept]) : List.of(unique);
    }
}
