package io.meshprovisioner.testkit.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network interface.
 *
 * @param type interface, nat_gateway, network_load_balancer, ...
 * @param owner who is attached: an instance id or a service's own name; empty where it is {@code available}
 * @param requester the service that made and manages it
 */
record Interface(
        String id,
        String type,
        String vpcId,
        String subnetId,
        String zone,
        String description,
        String privateIp,
        int secondaryAddresses,
        List<String> groups,
        Optional<String> owner,
        Optional<String> requester,
        Optional<String> publicIp) {
    static final Kind<Interface> KIND = new Kind<>(
            "network-interface",
            "eni",
            "NetworkInterfaceId",
            "InvalidNetworkInterfaceID.NotFound",
            "The networkInterface ID '%s' does not exist",
            region -> region.interfaces,
            Interface::id);

    Interface {
        groups = List.copyOf(groups);
    }

    Interface withGroups(List<String> others) {
        return new Interface(
                id,
                type,
                vpcId,
                subnetId,
                zone,
                description,
                privateIp,
                secondaryAddresses,
                others,
                owner,
                requester,
                publicIp);
    }

    Interface detached() {
        return new Interface(
                id,
                type,
                vpcId,
                subnetId,
                zone,
                description,
                privateIp,
                0,
                groups,
                Optional.empty(),
                requester,
                Optional.empty());
    }

    String status() {
        return owner.isPresent() ? "in-use" : "available";
    }

    Optional<String> instanceId() {
        return owner.filter(text -> text.startsWith("i-"));
    }

    String attachmentId() {
        return "eni-attach-" + id.substring("eni-".length());
    }

    /** What a new interface shall be; everything but place and description has a default. */
    record Spec(
            Subnet subnet,
            String description,
            String type,
            List<String> groups,
            int secondaryAddresses,
            Optional<String> owner,
            Optional<String> requester,
            Optional<String> publicIp,
            Map<String, String> tags) {

        static Spec in(Subnet subnet, String description) {
            return new Spec(
                    subnet,
                    description,
                    "interface",
                    List.of(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
        }

        Spec ofType(String other) {
            return new Spec(subnet, description, other, groups, secondaryAddresses, owner, requester, publicIp, tags);
        }

        Spec groups(List<String> other) {
            return new Spec(subnet, description, type, other, secondaryAddresses, owner, requester, publicIp, tags);
        }

        Spec secondaryAddresses(int other) {
            return new Spec(subnet, description, type, groups, other, owner, requester, publicIp, tags);
        }

        /** Attached to a service that also manages it. */
        Spec managedBy(String service) {
            return new Spec(
                    subnet,
                    description,
                    type,
                    groups,
                    secondaryAddresses,
                    Optional.of(service),
                    Optional.of(service),
                    publicIp,
                    tags);
        }

        Spec attachedTo(String instanceId) {
            return new Spec(
                    subnet,
                    description,
                    type,
                    groups,
                    secondaryAddresses,
                    Optional.of(instanceId),
                    requester,
                    publicIp,
                    tags);
        }

        Spec publicIp(Optional<String> other) {
            return new Spec(subnet, description, type, groups, secondaryAddresses, owner, requester, other, tags);
        }

        Spec tags(Map<String, String> other) {
            return new Spec(subnet, description, type, groups, secondaryAddresses, owner, requester, publicIp, other);
        }
    }
}
