package io.meshprovisioner.spi;

import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import java.util.List;

/** Moves workloads between the control planes of a mesh. Part of a {@link MeshInstaller}. */
public interface RevisionInstaller {

    /** The control planes as they stand, and the proxies of each. */
    RevisionReport report(KubernetesSession session, Step step);

    /** Adds a name that leads to a control plane, in place of where it led before. */
    void addTag(Graph.Builder graph, String tag, String revision, Ref<ApiAccess> api, Sessions sessions);

    /**
     * Adds that the proxies of a namespace are a control plane's: its label, and its workloads made anew where theirs are
     * not.
     *
     * @param to a revision or a tag
     */
    void addMove(Graph.Builder graph, String namespace, String to, Ref<ApiAccess> api, Sessions sessions);

    /** A tag that is there. */
    List<Removal> tagInventory(KubernetesSession session, String tag, Step step);

    /**
     * Adds what must be before a control plane can go: that another one judges what names none.
     *
     * @throws io.meshprovisioner.error.ResourceConflictException while proxies, namespaces or tags still hang on it
     */
    void addFarewell(Graph.Builder graph, String revision, Ref<ApiAccess> api, Sessions sessions);

    /** A control plane that is there. */
    List<Removal> inventory(KubernetesSession session, String revision, Step step);
}
