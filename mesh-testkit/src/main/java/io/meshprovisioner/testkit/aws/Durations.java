package io.meshprovisioner.testkit.aws;

import java.time.Duration;

/** How long things take in the simulated account. The values of {@link #REAL} are those seen in public logs. */
public record Durations(
        Duration controlPlane,
        Duration controlPlaneDelete,
        Duration controlPlaneUpgrade,
        Duration configUpdate,
        Duration nodegroup,
        Duration nodegroupFailure,
        Duration nodegroupDelete,
        Duration nodegroupUpdate,
        Duration instanceLaunch,
        Duration nodeJoin,
        Duration natGateway,
        Duration natGatewayFailure,
        Duration natGatewayDelete,
        Duration addon,
        Duration addonDegraded,
        Duration addonDelete,
        Duration loadBalancer,
        Duration loadBalancerDelete) {

    /** What users wait for on AWS. */
    public static final Durations REAL = new Durations(
            Duration.ofMinutes(9),
            Duration.ofSeconds(198),
            Duration.ofMinutes(8),
            Duration.ofSeconds(45),
            Duration.ofMinutes(2),
            Duration.ofMinutes(15),
            Duration.ofSeconds(138),
            Duration.ofMinutes(4),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(80),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(12),
            Duration.ofSeconds(90),
            Duration.ofSeconds(15),
            Duration.ofSeconds(4),
            Duration.ofSeconds(40));

    /** The same, all of them divided. */
    Durations faster(double speed) {
        return new Durations(
                faster(controlPlane, speed),
                faster(controlPlaneDelete, speed),
                faster(controlPlaneUpgrade, speed),
                faster(configUpdate, speed),
                faster(nodegroup, speed),
                faster(nodegroupFailure, speed),
                faster(nodegroupDelete, speed),
                faster(nodegroupUpdate, speed),
                faster(instanceLaunch, speed),
                faster(nodeJoin, speed),
                faster(natGateway, speed),
                faster(natGatewayFailure, speed),
                faster(natGatewayDelete, speed),
                faster(addon, speed),
                faster(addonDegraded, speed),
                faster(addonDelete, speed),
                faster(loadBalancer, speed),
                faster(loadBalancerDelete, speed));
    }

    static Duration faster(Duration real, double speed) {
        return Duration.ofMillis(Math.round(real.toMillis() / speed));
    }
}
