package io.meshprovisioner.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many pods a node holds under Amazon's VPC CNI. Each network interface has so many addresses, the first of which
 * is its own; two pods more use the node's own address (the CNI's and kube-proxy's). With custom networking the first
 * interface holds no pods; with prefix delegation an address's place takes a block of 16. EKS sets no more than 110
 * pods on machines of up to 30 vCPUs and 250 on larger ones. Source: Amazon's max-pods-calculator (amazon-eks-ami) and
 * its table of addresses by instance type, which comes with this library, dated 20 August 2026.
 */
public final class PodsPerNode {
    /** Most pods on a node of up to 30 vCPUs; what Kubernetes advises for any. */
    public static final int MOST = 110;

    private static final int MOST_ON_LARGE = 250;
    private static final int LARGE_VCPUS = 30;
    private static final int PREFIX = 16;
    private static final int ON_THE_NODES_ADDRESS = 2;
    private static final Map<String, Limits> TABLE = table();

    private PodsPerNode() {}

    /**
     * What an instance type has.
     *
     * @param interfaces how many network interfaces
     * @param addresses how many IPv4 addresses each
     * @param prefixes whether an address's place can take a block of 16: not on Xen
     */
    public record Limits(int interfaces, int addresses, boolean prefixes) {}

    /** What the table has of an instance type such as {@code t3.medium}; empty for one that it does not know. */
    public static Optional<Limits> limits(String instanceType) {
        return Optional.ofNullable(TABLE.get(instanceType));
    }

    /** How many pods a node of a type holds; empty for a type that the table does not know. */
    public static OptionalInt of(String instanceType, PodNetwork.VpcCni network) {
        Optional<Limits> limits = limits(instanceType);
        if (limits.isEmpty()) {
            return OptionalInt.empty();
        }
        int addresses =
                of(limits.get(), network.prefixDelegation(), network.podCidr().isPresent());
        int ceiling = vcpus(instanceType) > LARGE_VCPUS ? MOST_ON_LARGE : MOST;
        return OptionalInt.of(Math.min(addresses, ceiling));
    }

    /** For how many pods there are addresses, whatever else limits them. */
    public static int of(Limits limits, boolean prefixDelegation, boolean customNetworking) {
        int interfaces = limits.interfaces() - (customNetworking ? 1 : 0);
        int each = (limits.addresses() - 1) * (prefixDelegation && limits.prefixes() ? PREFIX : 1);
        return interfaces * each + ON_THE_NODES_ADDRESS;
    }

    /** Virtual CPUs by EC2's naming: xlarge has 4 and the larger ones multiples of that; metal is as large as can be. */
    static int vcpus(String instanceType) {
        String size = instanceType.substring(instanceType.indexOf('.') + 1);
        if (size.equals("medium") && !instanceType.startsWith("t")) {
            return 1;
        }
        if (!size.endsWith("xlarge")) {
            return size.startsWith("metal") ? Integer.MAX_VALUE : 2;
        }
        return 4 * (size.equals("xlarge") ? 1 : Integer.parseInt(size.replace("xlarge", "")));
    }

    private static Map<String, Limits> table() {
        Map<String, Limits> table = new HashMap<>();
        try (InputStream in = PodsPerNode.class.getResourceAsStream("instance-addresses.txt")) {
            if (in == null) {
                throw new IllegalStateException("instance-addresses.txt is missing in the library's jar.");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> family(line.split(" "), table));
        } catch (IOException e) {
            throw new UncheckedIOException("The table of addresses cannot be read from the library's jar.", e);
        }
        return Map.copyOf(table);
    }

    private static void family(String[] cells, Map<String, Limits> table) {
        String family = cells[0].replace("!", "");
        for (int i = 1; i < cells.length; i++) {
            String size = cells[i].substring(0, cells[i].indexOf(':'));
            String[] counts = cells[i].substring(size.length() + 1).split("x");
            table.put(
                    family + "." + size,
                    new Limits(Integer.parseInt(counts[0]), Integer.parseInt(counts[1]), family.equals(cells[0])));
        }
    }
}
