package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Of which release the proxies of a workload are, and how they become of another: their pods are made anew. */
final class Proxies {
    private static final String PROXY = "istio-proxy";
    private static final String RESTARTED = "mesh-provisioner/restarted-for";

    private Proxies() {}

    /** Where proxies of a workload are older than their control plane, which chose their image when they were made. */
    static List<Difference> outdated(Look look, ObjectKey workload, String release) {
        IstioVersion wanted = IstioVersion.parse(release).orElseThrow();
        Set<String> old = new TreeSet<>();
        look.get(workload).map(found -> new Workload(look, 0).podsOf(found)).orElse(List.of()).stream()
                .filter(pod -> pod.text("metadata", "deletionTimestamp").isEmpty())
                .forEach(pod -> IstioVersion.parse(release(pod))
                        .filter(found -> found.compareTo(wanted) < 0)
                        .ifPresent(found -> old.add(found.toString())));
        return old.isEmpty()
                ? List.of()
                : List.of(new Difference("proxy", String.join(", ", old), release, Remedy.UPDATE));
    }

    /** The release of a pod's proxy, by its image; empty where it has none or the tag does not say. */
    static String release(Tree pod) {
        return MeshReporter.release(containers(pod));
    }

    static boolean has(Tree pod) {
        return !containers(pod).isEmpty();
    }

    /** A native sidecar is an init container. */
    private static List<Tree> containers(Tree pod) {
        return Stream.of("containers", "initContainers")
                .flatMap(list -> pod.items("spec", list).stream())
                .filter(container -> container.text("name").equals(PROXY))
                .toList();
    }

    /**
     * Has a workload's pods made anew, a few at a time, by a change of their template.
     *
     * @param what for which proxy; written there, so that it is the same each time a run is repeated
     */
    static void restart(KubernetesSession session, ObjectKey workload, String what, Step step) {
        String before = new Look(session)
                .get(workload)
                .map(found -> found.texts("spec", "template", "metadata", "annotations"))
                .map(annotations -> annotations.getOrDefault(RESTARTED, ""))
                .orElse("");
        String now = before.startsWith(what) ? before + "+" : what;
        session.patch(
                workload,
                "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"" + RESTARTED + "\":\"" + now + "\"}}}}}",
                step.permit());
    }
}
