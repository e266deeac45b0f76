package io.meshprovisioner;

import io.meshprovisioner.engine.Results;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.page.MeshPage;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestValidator;
import io.meshprovisioner.spi.MeshCertificate;
import io.meshprovisioner.spi.MeshProxy;
import io.meshprovisioner.spi.MeshReport;
import io.meshprovisioner.spi.MeshTopology;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A mesh that stands: installed by us just now, or found by name. Closing it closes connections; the mesh stays until
 * {@link #uninstall}.
 */
public final class Mesh implements AutoCloseable {
    private final MeshProvisioner provisioner;
    private final Optional<Results.Installed> installed;
    private final MeshObjects objects;

    Mesh(MeshProvisioner provisioner, Optional<Results.Installed> installed) {
        this.provisioner = provisioner;
        this.installed = installed;
        this.objects = new MeshObjects(provisioner);
    }

    public String name() {
        return provisioner.spec().name();
    }

    public String region() {
        return provisioner.spec().region();
    }

    /** The install that gave this mesh: steps, durations, critical path, calls; empty for a mesh that was found. */
    public Optional<Timeline> timeline() {
        return installed.map(Results.Installed::timeline);
    }

    /**
     * When this install took over from one that was killed: from when on no request of the killed one can land any
     * more. Run {@code install()} once after it, and it counts by tag for the last time.
     */
    public Optional<Instant> recountDue() {
        return installed.flatMap(Results.Installed::recountDue);
    }

    /** The mesh as it stands now, with drift where the spec is known. */
    public MeshStatus status() {
        Results.Sighting sighting = provisioner.inMesh().look(region(), name()).join();
        List<PlannedStep> drift = installed.isEmpty()
                ? List.of()
                : Plans.drift(provisioner.conductor().survey(provisioner.spec()).join());
        return new MeshStatus(
                name(), region(), sighting.cluster().map(Mesh::cluster), sighting.report(), sighting.targets(), drift);
    }

    private static MeshStatus.Cluster cluster(ApiAccess access) {
        return new MeshStatus.Cluster(
                access.cluster(), access.kubernetesVersion(), access.endpoint().toString());
    }

    /**
     * What it consists of: control plane, gateways, who is in the mesh and who is not and why, the rules, and who is
     * reached from where.
     */
    public MeshTopology topology() {
        return provisioner.inMesh().topology(region(), name()).join();
    }

    /**
     * The mesh on one HTML page that needs no other file: its topology as a picture and as tables, and the run that gave
     * it where this is the mesh of an install. {@code Files.writeString(file, mesh.page().toHtml())} writes it.
     */
    public MeshPage page() {
        return new MeshPage(name(), region(), topology(), timeline());
    }

    /** What runs in it: workloads to try it with. */
    public MeshWorkloads workloads() {
        return new MeshWorkloads(provisioner);
    }

    /**
     * The way to another release, one in place after the other, with the cluster's versions between; changes nothing.
     *
     * @throws InvalidSpecException when no way leads there
     */
    public UpgradePlan upgradePlan(String istio) {
        return upgradePlan(istio, UpgradePlan.Way.IN_PLACE);
    }

    /** The same in another way. */
    public UpgradePlan upgradePlan(String istio, UpgradePlan.Way way) {
        MeshStatus status = status();
        MeshStatus.Cluster cluster = status.cluster()
                .orElseThrow(() -> new ServiceFailureException(
                        Failure.of("The cluster of mesh \"" + name() + "\" does not answer.", "Look at status().")));
        String runs = status.mesh().map(MeshReport::version).orElse("");
        String kubernetes = cluster.kubernetesVersion().replaceFirst("^v?(\\d+\\.\\d+).*", "$1");
        return provisioner.upgradePlan(runs, kubernetes, istio, way);
    }

    /**
     * The certificates that it hangs on, and until when each is good: its authority's, and those that Gateways name, also
     * where one is missing.
     */
    public List<MeshCertificate> certificates() {
        return provisioner.inMesh().certificates(region(), name()).join();
    }

    /**
     * Every proxy and gateway, to which istiod each is connected, and whether it has taken up what it was sent. Asks the debug
     * interface of each istiod through the API, which takes the right to port-forward to its pods.
     */
    public List<MeshProxy> proxies() {
        return provisioner.inMesh().proxies(region(), name()).join();
    }

    /**
     * The certificate that each proxy bears, whose it is and until when it is good: proxies renew it when half of its day is
     * over, so that one that ends within hours has not been renewed. Asks each proxy itself, one after the other.
     */
    public List<MeshCertificate> proxyCertificates() {
        return provisioner.inMesh().proxyCertificates(region(), name()).join();
    }

    /**
     * An add-on's dashboard, on a port of this machine until what this gives is closed: {@code try (var kiali =
     * mesh.dashboard(IstioAddon.KIALI)) { browse(kiali.uri()); }}.
     */
    public LocalForward dashboard(IstioAddon addon) {
        return new LocalForwards(provisioner)
                .open((session, step) -> provisioner.installer().dashboard(session, addon, step));
    }

    /** The same by name, such as {@code kiali}. */
    public LocalForward dashboard(String addon) {
        return dashboard(Arrays.stream(IstioAddon.values())
                .filter(one -> one.name().equalsIgnoreCase(addon))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No add-on is called " + addon + "; there are: "
                        + Arrays.toString(IstioAddon.values()).toLowerCase(Locale.ROOT))));
    }

    /** The port of a Service, on a port of this machine until what this gives is closed. */
    public LocalForward forward(String namespace, String service, int port) {
        return new LocalForwards(provisioner)
                .open((session, step) -> provisioner.installer().behind(session, namespace, service, port, step));
    }

    /** Its control planes by name, and the proxies of each: for an upgrade beside what runs. */
    public MeshRevisions revisions() {
        return new MeshRevisions(provisioner);
    }

    /** How the cluster's API is reached, for clients of the user's own. */
    public ApiAccess apiAccess() {
        return provisioner
                .inMesh()
                .look(region(), name())
                .join()
                .cluster()
                .orElseThrow(() -> new ServiceFailureException(
                        Failure.of("The cluster of mesh \"" + name() + "\" does not answer.", "Look at status().")));
    }

    /**
     * Applies objects server-side, as field manager {@code mesh-provisioner}: first the validators on the classpath judge
     * all of them for the release that this mesh runs, then the server is asked about each without keeping it, and only
     * then they are applied, what others refer to first. Takes typed kinds, any other manifest, and {@code Manifests}.
     *
     * @throws InvalidSpecException when a validator refuses one; then none was sent
     * @throws io.meshprovisioner.error.ResourceConflictException when somebody else manages a field, named with its
     *     owner; then none was applied
     * @throws io.meshprovisioner.error.ServiceFailureException when the server refuses one; then none was applied
     * @throws io.meshprovisioner.error.ResourceFailedException when one fails although the server agreed before; the
     *     message names those that are applied
     */
    public void apply(Manifest... manifests) {
        apply(List.of(manifests));
    }

    /** The same for several, such as {@code Manifests.read(folder)}. */
    public void apply(Iterable<? extends Manifest> manifests) {
        objects.apply(manifests, Applying.CAREFULLY);
    }

    /** The same in another way, such as {@code how -> how.force()}. */
    public void apply(Iterable<? extends Manifest> manifests, UnaryOperator<Applying> how) {
        objects.apply(manifests, how.apply(Applying.CAREFULLY));
    }

    /** What applying these objects would change. Changes nothing; values of Secrets are not shown. */
    public List<ObjectDifference> diff(Manifest... manifests) {
        return diff(List.of(manifests));
    }

    /** The same for several, such as {@code Manifests.read(folder)}. */
    public List<ObjectDifference> diff(Iterable<? extends Manifest> manifests) {
        return objects.diff(manifests);
    }

    /**
     * An object of a kind that has a class, such as {@code VirtualService.class}.
     *
     * @param name the name, or {@code namespace/name}; without one, the namespace is {@code default}
     */
    public <T extends Manifest> Optional<T> get(Class<T> kind, String name) {
        return objects.get(kind, name);
    }

    /** Any object. */
    public Optional<Manifest> get(ObjectKey key) {
        return objects.get(key);
    }

    /** All objects of a kind that has a class, in all namespaces. */
    public <T extends Manifest> List<T> list(Class<T> kind) {
        return objects.list(kind, Optional.empty());
    }

    /** All objects of a kind that has a class, in one namespace. */
    public <T extends Manifest> List<T> list(Class<T> kind, String namespace) {
        return objects.list(kind, Optional.of(namespace));
    }

    /** All objects of any kind, in all namespaces; none if the cluster does not know the kind. */
    public List<Manifest> list(String apiVersion, String kind) {
        return objects.list(apiVersion, kind, Optional.empty());
    }

    /**
     * Calls {@code onChange} for every object of a kind that is there, and for each change from then on, until what this
     * returns is closed. Calls come one at a time, from a thread of the watch.
     */
    public <T extends Manifest> AutoCloseable watch(Class<T> kind, Consumer<ObjectChange<T>> onChange) {
        return objects.watch(kind, Optional.empty(), onChange);
    }

    /** The same for any kind. */
    public AutoCloseable watch(String apiVersion, String kind, Consumer<ObjectChange<Manifest>> onChange) {
        return objects.watch(apiVersion, kind, Optional.empty(), onChange);
    }

    /**
     * Deletes an object of a kind that has a class; false if it was not there.
     *
     * @param name the name, or {@code namespace/name}; without one, the namespace is {@code default}
     */
    public <T extends Manifest> boolean delete(Class<T> kind, String name) {
        return objects.delete(kind, name);
    }

    /** Deletes these objects, what refers to others first; answers how many were there. */
    public int delete(Manifest... manifests) {
        return objects.delete(List.of(manifests));
    }

    /** The same for several, such as {@code Manifests.read(folder)}. */
    public int delete(Iterable<? extends Manifest> manifests) {
        return objects.delete(manifests);
    }

    /**
     * What {@code istioctl analyze} would say about the mesh as it stands: missing hosts, subsets, gateways and secrets,
     * conflicts, rules that nothing reaches. Reads Services, Pods, Secrets and so on; changes nothing.
     *
     * @param planned objects to look at as if they were applied already
     */
    public List<ManifestValidator.Finding> analyze(Manifest... planned) {
        return objects.analyze(List.of(planned));
    }

    /** Removes the mesh and everything that was made for it. */
    public UninstallReport uninstall() {
        return provisioner.uninstall();
    }

    /** The same in another way, such as {@code how -> how.removeCrds()}. */
    public UninstallReport uninstall(UnaryOperator<Uninstalling> how) {
        return provisioner.uninstall(how);
    }

    /** What uninstalling it would delete, keep, and take of the users' configuration; changes nothing. */
    public UninstallPlan uninstallPlan(UnaryOperator<Uninstalling> how) {
        return provisioner.uninstallPlan(how);
    }

    /** Closes connections; every operation opens its own, so nothing is left open between them. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "Mesh \"" + name() + "\" in " + region();
    }
}
