package io.meshprovisioner;

import io.meshprovisioner.spi.RevisionReport;
import java.util.List;

/**
 * The control planes of a mesh by name, for an upgrade beside what runs: install another one with
 * {@code istio.revision(..)}, move namespace after namespace to it and back at any point, and remove the old one once no
 * proxy is left with it. The one without a name is called {@code default}. Everything here can be repeated.
 */
public final class MeshRevisions {
    private final MeshProvisioner provisioner;

    MeshRevisions(MeshProvisioner provisioner) {
        this.provisioner = provisioner;
    }

    /** Control planes, tags, and which proxy is with which. */
    public RevisionReport report() {
        return provisioner.inMesh().revisions(region(), name()).join();
    }

    /**
     * Makes a name such as {@code prod} lead to a control plane, or lead elsewhere than before. Namespaces that carry it
     * follow when their workloads are made anew: {@code move(namespace, tag)} does that.
     *
     * @throws io.meshprovisioner.error.ResourceFailedException when there is no such control plane
     */
    public RevisionReport tag(String tag, String revision) {
        provisioner.inMesh().tagRevision(region(), name(), tag, revision).join();
        return report();
    }

    /** Removes a tag; answers what was removed, nothing where there was none. */
    public List<String> untag(String tag) {
        return provisioner.inMesh().untagRevision(region(), name(), tag).join();
    }

    /**
     * Moves a namespace to a control plane: labels it, makes its workloads anew, a few pods at a time as each of them
     * says, and waits until every proxy has moved; {@code ResourceWaiting} events count them. Pods that nothing would make
     * anew are left alone and stay in the report.
     *
     * @param to a revision, a tag, or {@code default}
     * @throws io.meshprovisioner.error.ResourceFailedException when pods do not come up there; move back then
     */
    public RevisionReport move(String namespace, String to) {
        provisioner.inMesh().moveToRevision(region(), name(), namespace, to).join();
        return report();
    }

    /**
     * Removes a control plane that nothing needs any more.
     *
     * @return what was removed; empty where there was nothing
     * @throws io.meshprovisioner.error.ResourceConflictException while proxies, namespaces or tags are still with it,
     *     each named
     */
    public List<String> remove(String revision) {
        return provisioner.inMesh().removeRevision(region(), name(), revision).join();
    }

    private String region() {
        return provisioner.spec().region();
    }

    private String name() {
        return provisioner.spec().name();
    }
}
