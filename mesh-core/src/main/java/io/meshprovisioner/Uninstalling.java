package io.meshprovisioner;

/** How to uninstall. A value: each method returns a changed copy. */
public final class Uninstalling {
    /** Keeps Istio's kinds where the cluster stays, and with them what users configured. */
    static final Uninstalling KEEPING_CONFIGURATION = new Uninstalling(false);

    private final boolean crds;

    private Uninstalling(boolean crds) {
        this.crds = crds;
    }

    /**
     * Also deletes Istio's kinds, and with them every VirtualService, Gateway and so on, whoever made it:
     * {@code uninstallPlan} lists them. In a cluster that is deleted, they go anyway.
     */
    public Uninstalling removeCrds() {
        return new Uninstalling(true);
    }

    boolean crds() {
        return crds;
    }
}
