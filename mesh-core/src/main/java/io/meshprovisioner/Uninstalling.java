package io.meshprovisioner;

/** How to uninstall. A value: each method returns a changed copy. */
public final class Uninstalling {
    /** Keeps Istio's kinds where the cluster stays, and with them what users configured, and volumes with their data. */
    static final Uninstalling KEEPING_CONFIGURATION = new Uninstalling(false, false);

    private final boolean crds;
    private final boolean volumes;

    private Uninstalling(boolean crds, boolean volumes) {
        this.crds = crds;
        this.volumes = volumes;
    }

    /**
     * Also deletes Istio's kinds, and with them every VirtualService, Gateway and so on, whoever made it:
     * {@code uninstallPlan} lists them. In a cluster that is deleted, they go anyway.
     */
    public Uninstalling removeCrds() {
        return new Uninstalling(true, volumes);
    }

    /**
     * Also deletes the volumes that pods of a cluster of ours asked for, and with them their data, once the cluster is
     * gone; {@code uninstallPlan} lists them. On AWS it takes {@code ec2:DeleteVolume}, which the mesh's own policy does
     * not have.
     */
    public Uninstalling deleteVolumes() {
        return new Uninstalling(crds, true);
    }

    boolean volumes() {
        return volumes;
    }

    boolean crds() {
        return crds;
    }
}
