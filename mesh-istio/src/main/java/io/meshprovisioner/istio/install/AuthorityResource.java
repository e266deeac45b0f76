package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.istio.Certificates;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Istio's own namespace with the authority that istiod is to use: istiod reads it when it starts, so it comes before, and
 * another one makes istiod start anew (its pods bear the fingerprint).
 *
 * <p>Workloads keep a certificate for up to a day, and learn of new roots when they get the next. So a rotation must leave
 * no two workloads that do not trust each other: what the new authority signs must lead to a root that is trusted already,
 * and what the former one signed to a root that still is.
 */
final class AuthorityResource implements Resource<Namespace> {
    static final ObjectKey KEY = ObjectKey.of("v1", "Secret", Values.NAMESPACE, Certificates.AUTHORITY_SECRET);

    private static final String PART = "authority";

    private final Cluster cluster;
    private final Ref<Namespace> namespace;
    private final Ref<Manifest> files;

    AuthorityResource(Cluster cluster, Ref<Namespace> namespace, Ref<Manifest> files) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.files = files;
    }

    /** Whether the Secret is one that we made. */
    static boolean ours(Tree secret) {
        return secret.texts("metadata", "labels").containsKey(Kinds.PART_LABEL);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.AUTHORITY, Values.NAMESPACE);
    }

    @Override
    public String title() {
        return "certificate authority of the mesh, Secret " + Values.NAMESPACE + "/" + KEY.name();
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), namespace, files);
    }

    @Override
    public Observation<Namespace> observe(Step step) {
        Look look = cluster.look(step);
        Authority wanted = Authority.of(step.get(files));
        Optional<Tree> found = look.get(KEY);
        if (found.isEmpty()) {
            checkIstiodsOwn(look, wanted);
            return Observation.absent();
        }
        if (!ours(found.get())) {
            throw conflict(
                    "There is a " + KEY + " that is not ours.",
                    "Leave trust.authority out, and istiod uses that one; or delete it.",
                    "");
        }
        Authority stands = new Authority(found.get());
        if (wanted.same(stands)) {
            return Observation.ready(new Namespace(Values.NAMESPACE));
        }
        checkStillTrusted(stands, wanted);
        if (!wanted.trustedBy(stands.roots())) {
            throw conflict(
                    "Workloads would not trust the new certificate authority yet.",
                    "First install the former authority with a root file that holds both roots; a day later, when every "
                            + "workload has a new certificate (or after a restart of all), install the new one.",
                    wanted + " leads to no root that is trusted now");
        }
        return Observation.ready(
                new Namespace(Values.NAMESPACE),
                List.of(new Difference("authority", stands.words(), wanted.words(), Remedy.UPDATE)));
    }

    private void checkStillTrusted(Authority stands, Authority wanted) {
        if (!stands.trustedBy(wanted.roots())) {
            throw conflict(
                    "Workloads that have certificates of the former authority would be trusted no more.",
                    "Put the former root beside the new one into the root file; take it out with another install, a day "
                            + "later or after a restart of all workloads.",
                    stands + " leads to no root in the new root file");
        }
    }

    /** An authority that istiod made stays trusted; that its workloads trust the new one takes new certificates. */
    private void checkIstiodsOwn(Look look, Authority wanted) {
        if (!wanted.roots().containsAll(Authority.spreadRoots(look))) {
            throw conflict(
                    "Workloads that have certificates of the authority that istiod made would be trusted no more.",
                    "Put ca-cert.pem of Secret " + Values.NAMESPACE
                            + "/istio-ca-secret beside the new root into the root "
                            + "file, restart all workloads after the install, and then take it out with another.",
                    "");
        }
    }

    private ResourceConflictException conflict(String what, String advice, String why) {
        Failure failure = Failure.of(what, advice).at(id());
        return new ResourceConflictException(why.isEmpty() ? failure : failure.because(why));
    }

    @Override
    public Observation<Namespace> create(Step step) {
        Map<String, Object> document = new LinkedHashMap<>(step.get(files).toMap());
        document.put(
                "metadata",
                Map.of(
                        "name",
                        KEY.name(),
                        "namespace",
                        step.get(namespace).name(),
                        "labels",
                        Map.of(Kinds.PART_LABEL, PART)));
        cluster.session(step).apply(Manifest.of(document), ApplyOptions.OURS, step.permit());
        return Observation.ready(new Namespace(Values.NAMESPACE));
    }

    @Override
    public Observation<Namespace> update(Step step, Observation.Ready<Namespace> found) {
        return create(step);
    }
}
