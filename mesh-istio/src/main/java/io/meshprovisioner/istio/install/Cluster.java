package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import java.util.List;
import java.util.Optional;

/** The cluster that the resources of one graph live in. */
record Cluster(Ref<ApiAccess> api, Sessions sessions) {

    /** The session, once the API answers; a step that needs it must declare {@link #api}. */
    KubernetesSession session(Step step) {
        return sessions.on(step.get(api));
    }

    /** Reads of one session, as trees. */
    record Look(KubernetesSession session) {

        Optional<Tree> get(ObjectKey key) {
            return session.get(key).map(Look::tree);
        }

        List<Tree> list(String apiVersion, String kind, Optional<String> namespace, String selector) {
            return session.list(apiVersion, kind, namespace, selector).stream()
                    .map(Look::tree)
                    .toList();
        }

        List<Tree> everywhere(String apiVersion, String kind, String selector) {
            return list(apiVersion, kind, Optional.empty(), selector);
        }

        private static Tree tree(Manifest manifest) {
            return new Tree(manifest.toMap());
        }
    }

    Look look(Step step) {
        return new Look(session(step));
    }
}
