package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.NamespaceRevisionResource.Labelled;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import io.meshprovisioner.spi.RevisionInstaller;
import io.meshprovisioner.spi.RevisionReport;
import java.util.List;

/** Istio's revisions and revision tags. */
final class IstioRevisions implements RevisionInstaller {

    @Override
    public RevisionReport report(KubernetesSession session, Step step) {
        return new ControlPlanes(new Look(session)).report();
    }

    @Override
    public void addTag(Graph.Builder graph, String tag, String revision, Ref<ApiAccess> api, Sessions sessions) {
        graph.add(new RevisionTagResource(new Cluster(api, sessions), tag, revision));
    }

    @Override
    public void addMove(Graph.Builder graph, String namespace, String to, Ref<ApiAccess> api, Sessions sessions) {
        Cluster cluster = new Cluster(api, sessions);
        Ref<Labelled> labelled = graph.add(new NamespaceRevisionResource(cluster, namespace, to));
        graph.add(new MovedProxiesResource(cluster, labelled));
    }

    @Override
    public List<Removal> tagInventory(KubernetesSession session, String tag, Step step) {
        return new MeshInventory(session).ofTag(tag);
    }

    @Override
    public void addFarewell(Graph.Builder graph, String revision, Ref<ApiAccess> api, Sessions sessions) {
        graph.add(new FarewellResource(new Cluster(api, sessions), revision));
    }

    @Override
    public List<Removal> inventory(KubernetesSession session, String revision, Step step) {
        return new MeshInventory(session).ofRevision(revision);
    }
}
