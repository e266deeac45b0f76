package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What CreateCluster and UpdateClusterConfig ask of EKS Auto Mode. Sources: the EKS API's ComputeConfigRequest, and the EKS user guide on creating a
 * cluster with Auto Mode; the first message is EKS's own.
 */
final class AutoModeChecks {
    private static final Set<String> POOLS = Set.of("general-purpose", "system");
    private static final int OLDEST_MINOR = 29;

    private AutoModeChecks() {}

    static void check(Site site, EksIn in, String version, String mode) {
        if (on(site, in, version, mode)
                && EksIn.flag(in.body(), "bootstrapSelfManagedAddons").orElse(true)) {
            throw EksIn.invalid("bootstrapSelfManagedAddons must be false with EKS Auto Mode.");
        }
    }

    /** The same of UpdateClusterConfig, for a cluster without it. */
    static Cluster.Auto switched(Site site, EksIn in, Cluster cluster) {
        boolean on = on(site, in, cluster.version(), cluster.access().mode());
        if (!on || cluster.extras().auto().isPresent()) {
            throw EksIn.invalid("The sandbox simulates switching EKS Auto Mode on, and no other change of it.");
        }
        return read(in).orElseThrow();
    }

    private static boolean on(Site site, EksIn in, String version, String mode) {
        JsonNode compute = in.body().path("computeConfig");
        boolean nodes = EksIn.flag(compute, "enabled").orElse(false);
        boolean balancers = EksIn.flag(in.body().at("/kubernetesNetworkConfig/elasticLoadBalancing"), "enabled")
                .orElse(false);
        boolean volumes = EksIn.flag(in.body().at("/storageConfig/blockStorage"), "enabled")
                .orElse(false);
        if (nodes != balancers || nodes != volumes) {
            throw EksIn.invalid("For EKS Auto Mode, please ensure that all required configs, including computeConfig,"
                    + " kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.");
        }
        if (!nodes) {
            return false;
        }
        if (Integer.parseInt(version.substring(version.indexOf('.') + 1)) < OLDEST_MINOR) {
            throw EksIn.invalid("EKS Auto Mode is only supported for cluster version 1.29 or above.");
        }
        if (mode.equals("CONFIG_MAP")) {
            throw EksIn.invalid("EKS Auto Mode needs authenticationMode API or API_AND_CONFIG_MAP, not %s", mode);
        }
        List<String> pools = EksIn.texts(compute.path("nodePools"));
        pools.stream().filter(pool -> !POOLS.contains(pool)).findFirst().ifPresent(pool -> {
            throw EksIn.invalid(
                    "Unknown node pool %s: EKS has %s",
                    pool, POOLS.stream().sorted().toList());
        });
        Optional<String> role = EksIn.text(compute, "nodeRoleArn");
        if (role.isPresent() == pools.isEmpty()) {
            throw EksIn.invalid("When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be"
                    + " provided, and the other way round.");
        }
        role.ifPresent(arn -> EksRoles.forAutoNodes(site, arn));
        return true;
    }

    /** What was asked for, once it is checked. */
    static Optional<Cluster.Auto> read(EksIn in) {
        JsonNode compute = in.body().path("computeConfig");
        return EksIn.flag(compute, "enabled").orElse(false)
                ? Optional.of(
                        new Cluster.Auto(EksIn.texts(compute.path("nodePools")), EksIn.text(compute, "nodeRoleArn")))
                : Optional.empty();
    }
}
