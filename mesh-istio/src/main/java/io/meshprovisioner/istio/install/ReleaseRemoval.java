package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession;
import java.util.Set;

/** A Helm release of ours that is uninstalled. */
record ReleaseRemoval(KubernetesSession session, Release release, String kind, Set<String> after) implements Removal {

    @Override
    public ResourceId id() {
        return new ResourceId(kind, release.namespace() + "/" + release.name());
    }

    @Override
    public String title() {
        return "Helm release " + release.name() + " (" + release.chart() + ")";
    }

    @Override
    public Removed remove(Step step) {
        session.charts().uninstall(release.namespace(), release.name(), step.permit());
        return new Removed.Gone();
    }
}
