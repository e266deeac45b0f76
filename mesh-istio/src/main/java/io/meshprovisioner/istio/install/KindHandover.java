package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.List;
import java.util.Map;

/**
 * CRDs that we applied ourselves for an older release become those of the base chart, which has them among its templates
 * from 1.24 on: Helm takes over nothing that does not name its release. What others made is left for Helm to refuse.
 */
final class KindHandover {
    private static final String MANAGED = "app.kubernetes.io/managed-by";
    private static final String RELEASE = "meta.helm.sh/release-name";
    private static final String NAMESPACE = "meta.helm.sh/release-namespace";

    private KindHandover() {}

    static void to(KubernetesSession session, List<String> kinds, String namespace, String release, Step step) {
        CrdLook.at(new Look(session), kinds).found().forEach((name, crd) -> {
            Map<String, String> annotations = crd.texts("metadata", "annotations");
            if (annotations.containsKey(AppliedCrds.RELEASE) && !annotations.containsKey(RELEASE)) {
                session.patch(
                        ObjectKey.cluster("apiextensions.k8s.io/v1", "CustomResourceDefinition", name),
                        Yaml.json(Map.of(
                                "metadata",
                                Map.of(
                                        "labels",
                                        Map.of(MANAGED, "Helm"),
                                        "annotations",
                                        Map.of(RELEASE, release, NAMESPACE, namespace)))),
                        step.permit());
            }
        });
    }
}
