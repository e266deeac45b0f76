package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import java.util.ArrayList;
import java.util.List;

/** The addresses of services and listeners for a proxy that speaks IPv4, IPv6 or both. */
final class ServiceAddresses {
    static final String ANY = "0.0.0.0";
    static final String ANY_V6 = "::";

    private final boolean v4;
    private final boolean v6;
    private final boolean allocated;

    ServiceAddresses(Proxy proxy) {
        v6 = proxy.addresses().stream().anyMatch(ServiceAddresses::isV6);
        v4 = proxy.addresses().isEmpty() || proxy.addresses().stream().anyMatch(address -> !isV6(address));
        allocated = proxy.dnsCapture();
    }

    private static boolean isV6(String address) {
        return address.indexOf(':') >= 0;
    }

    /** The address that means all addresses. */
    String any() {
        return v4 ? ANY : ANY_V6;
    }

    String localhost() {
        return v4 ? "127.0.0.1" : "::1";
    }

    boolean onlyV6() {
        return v6 && !v4;
    }

    /** All addresses of a service; empty where it has none. */
    List<String> all(MeshService service) {
        if (service.isKubernetes()) {
            List<String> fitting = new ArrayList<>(2);
            for (String address : service.addresses()) {
                if (isV6(address) ? v6 : v4) {
                    fitting.add(address);
                }
            }
            return fitting.isEmpty() ? service.addresses() : fitting;
        }
        return service.addresses().isEmpty() && allocated ? service.autoAddresses() : service.addresses();
    }

    /** The address that its listener stands at: a block, an address or, without one, {@code 0.0.0.0}. */
    String main(MeshService service) {
        List<String> all = all(service);
        return all.isEmpty() ? ANY : all.get(0);
    }

    static boolean isBlock(String address) {
        return address.indexOf('/') >= 0;
    }

    static boolean isAddress(String text) {
        return AddressBlock.isAddress(text);
    }
}
