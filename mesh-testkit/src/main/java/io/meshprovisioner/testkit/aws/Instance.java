package io.meshprovisioner.testkit.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An EC2 instance; its groups and address are those of its interface.
 *
 * @param nodegroup key of the node group that launched it; empty for a user's own
 * @param joined whether its node is in the cluster
 * @param terminating since when it shuts down
 */
record Instance(
        String id,
        String type,
        String imageId,
        String vpcId,
        String subnetId,
        String zone,
        String privateIp,
        Optional<String> publicIp,
        String interfaceId,
        Optional<String> keyName,
        String nodegroup,
        boolean joined,
        Instant launched,
        Optional<Instant> terminating) {
    static final Duration BOOT = Duration.ofSeconds(15);
    static final Duration SHUTDOWN = Duration.ofSeconds(30);
    private static final Duration REMEMBERED = Duration.ofHours(1);

    static final Kind<Instance> KIND = new Kind<>(
            "instance",
            "i",
            "InstanceId",
            "InvalidInstanceID.NotFound",
            "The instance ID '%s' does not exist",
            region -> region.instances,
            Instance::id);

    String state(Site site) {
        Instant now = site.now();
        if (terminating.isPresent()) {
            return terminating.get().plus(site.scaled(SHUTDOWN)).isAfter(now) ? "shutting-down" : "terminated";
        }
        return launched.plus(site.scaled(BOOT)).isAfter(now) ? "pending" : "running";
    }

    boolean live() {
        return terminating.isEmpty();
    }

    boolean remembered(Instant now) {
        return terminating.isEmpty() || terminating.get().plus(REMEMBERED).isAfter(now);
    }

    Instance joinedCluster() {
        return new Instance(
                id,
                type,
                imageId,
                vpcId,
                subnetId,
                zone,
                privateIp,
                publicIp,
                interfaceId,
                keyName,
                nodegroup,
                true,
                launched,
                terminating);
    }

    Instance terminatingSince(Instant instant) {
        return new Instance(
                id,
                type,
                imageId,
                vpcId,
                subnetId,
                zone,
                privateIp,
                publicIp,
                interfaceId,
                keyName,
                nodegroup,
                joined,
                launched,
                Optional.of(instant));
    }
}
