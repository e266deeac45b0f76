package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An EKS cluster. */
record Cluster(
        String name,
        String arn,
        String version,
        String roleArn,
        Net net,
        Access access,
        List<String> logTypes,
        String supportType,
        boolean deletionProtection,
        boolean selfManagedAddons,
        Extras extras,
        String oidcId,
        Map<String, String> tags,
        Instant created,
        Status status) {

    Cluster {
        logTypes = List.copyOf(logTypes);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    enum Status {
        CREATING,
        ACTIVE,
        UPDATING,
        DELETING,
        FAILED
    }

    /** Where it is and who reaches its API. */
    record Net(
            String vpcId,
            List<String> subnetIds,
            List<String> groupIds,
            String clusterGroupId,
            String serviceCidr,
            boolean publicAccess,
            boolean privateAccess,
            List<String> publicCidrs) {
        Net {
            subnetIds = List.copyOf(subnetIds);
            groupIds = List.copyOf(groupIds);
            publicCidrs = List.copyOf(publicCidrs);
        }

        Net reachable(boolean fromPublic, boolean fromPrivate, List<String> cidrs) {
            return new Net(vpcId, subnetIds, groupIds, clusterGroupId, serviceCidr, fromPublic, fromPrivate, cidrs);
        }

        Net in(List<String> subnets, List<String> groups) {
            return new Net(
                    vpcId, subnets, groups, clusterGroupId, serviceCidr, publicAccess, privateAccess, publicCidrs);
        }
    }

    /**
     * What few clusters have.
     *
     * @param key by which Secrets are encrypted
     * @param auto EKS Auto Mode; empty where it is off
     */
    record Extras(Optional<String> key, boolean zonalShift, Optional<Auto> auto) {
        Extras encryptedBy(Optional<String> other) {
            return new Extras(other, zonalShift, auto);
        }

        Extras automatic(Auto other) {
            return new Extras(key, zonalShift, Optional.of(other));
        }

        Extras shifting(boolean on) {
            return new Extras(key, on, auto);
        }
    }

    /**
     * EKS Auto Mode.
     *
     * @param pools EKS's own node pools
     * @param nodeRole what their machines work in; empty where there is no pool
     */
    record Auto(List<String> pools, Optional<String> nodeRole) {
        Auto {
            pools = List.copyOf(pools);
        }
    }

    /** Who may do what: the mode, and the principal that made the cluster. */
    record Access(String mode, boolean creatorAdmin, String creatorArn) {
        boolean usesEntries() {
            return !mode.equals("CONFIG_MAP");
        }

        boolean usesConfigMap() {
            return !mode.equals("API");
        }
    }

    boolean usable() {
        return status == Status.ACTIVE || status == Status.UPDATING;
    }

    Cluster withStatus(Status other) {
        return copy(version, net, access, logTypes, supportType, deletionProtection, extras, tags, other);
    }

    Cluster withVersion(String other) {
        return copy(other, net, access, logTypes, supportType, deletionProtection, extras, tags, status);
    }

    Cluster withNet(Net other) {
        return copy(version, other, access, logTypes, supportType, deletionProtection, extras, tags, status);
    }

    Cluster withMode(String mode) {
        Access other = new Access(mode, access.creatorAdmin(), access.creatorArn());
        return copy(version, net, other, logTypes, supportType, deletionProtection, extras, tags, status);
    }

    Cluster withLogTypes(List<String> other) {
        return copy(version, net, access, other, supportType, deletionProtection, extras, tags, status);
    }

    Cluster withSupportType(String other) {
        return copy(version, net, access, logTypes, other, deletionProtection, extras, tags, status);
    }

    Cluster withDeletionProtection(boolean on) {
        return copy(version, net, access, logTypes, supportType, on, extras, tags, status);
    }

    Cluster withExtras(Extras other) {
        return copy(version, net, access, logTypes, supportType, deletionProtection, other, tags, status);
    }

    Cluster withTags(Map<String, String> other) {
        return copy(version, net, access, logTypes, supportType, deletionProtection, extras, other, status);
    }

    private Cluster copy(
            String version,
            Net net,
            Access access,
            List<String> logTypes,
            String supportType,
            boolean deletionProtection,
            Extras extras,
            Map<String, String> tags,
            Status status) {
        return new Cluster(
                name,
                arn,
                version,
                roleArn,
                net,
                access,
                logTypes,
                supportType,
                deletionProtection,
                selfManagedAddons,
                extras,
                oidcId,
                tags,
                created,
                status);
    }
}
