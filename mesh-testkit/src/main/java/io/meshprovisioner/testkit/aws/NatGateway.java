package io.meshprovisioner.testkit.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A NAT gateway.
 *
 * @param readyAt when it becomes available; empty where it never does
 * @param failure what it fails with at {@code readyAt}
 * @param deleteAt when deletion was asked for
 */
record NatGateway(
        String id,
        String vpcId,
        String subnetId,
        boolean isPublic,
        Optional<String> allocationId,
        Optional<String> publicIp,
        String interfaceId,
        String privateIp,
        Instant created,
        Optional<Instant> readyAt,
        Optional<ResourceFate.Fails> failure,
        Optional<Instant> deleteAt) {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    static final Kind<NatGateway> KIND = new Kind<>(
            "natgateway",
            "nat",
            "NatGatewayId",
            "NatGatewayNotFound",
            "NatGateway %s was not found",
            region -> region.natGateways,
            NatGateway::id);

    NatGateway deletedFrom(Instant instant) {
        return new NatGateway(
                id,
                vpcId,
                subnetId,
                isPublic,
                allocationId,
                publicIp,
                interfaceId,
                privateIp,
                created,
                readyAt,
                failure,
                Optional.of(instant));
    }

    String state(Site site) {
        if (deleteAt.isPresent()) {
            return goneAt(site).isAfter(site.now()) ? "deleting" : "deleted";
        }
        if (readyAt.isEmpty() || readyAt.get().isAfter(site.now())) {
            return "pending";
        }
        return failure.isPresent() ? "failed" : "available";
    }

    /** When its deletion ends; far away where none was asked for. */
    Instant goneAt(Site site) {
        return deleteAt.map(start -> start.plus(site.durations().natGatewayDelete()))
                .orElse(Instant.MAX);
    }

    boolean dead(Site site) {
        return state(site).equals("deleted");
    }

    /** Whether routes through it are active. */
    boolean usable(Site site) {
        String state = state(site);
        return state.equals("available") || state.equals("pending");
    }

    /** Whether Describe still shows it: the dead for an hour. */
    boolean remembered(Site site) {
        return switch (state(site)) {
            case "deleted" -> goneAt(site).plus(REMEMBERED).isAfter(site.now());
            case "failed" -> readyAt.orElse(created).plus(REMEMBERED).isAfter(site.now());
            default -> true;
        };
    }
}
