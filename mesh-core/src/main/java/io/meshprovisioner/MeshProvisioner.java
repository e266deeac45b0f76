package io.meshprovisioner;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.cost.PriceTable;
import io.meshprovisioner.engine.Conducted;
import io.meshprovisioner.engine.Conductor;
import io.meshprovisioner.engine.MeshConductor;
import io.meshprovisioner.engine.Results;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.PlanOutdatedException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.RunCancelledException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.event.AuditLog;
import io.meshprovisioner.event.ProgressListener;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.spec.ClusterSpec;
import io.meshprovisioner.spec.FargateSpec;
import io.meshprovisioner.spec.IamSpec;
import io.meshprovisioner.spec.ImageSpec;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.KeyPairSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NetworkingSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import io.meshprovisioner.spec.SpecCheck;
import io.meshprovisioner.spec.VpcSpec;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudAccess.AssumedRole;
import io.meshprovisioner.spi.CloudBackend;
import io.meshprovisioner.spi.CloudSession.MeshSummary;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.IssuedKey;
import io.meshprovisioner.spi.KubernetesBackend;
import io.meshprovisioner.spi.KubernetesSupport;
import io.meshprovisioner.spi.MeshImage;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.spi.PermissionReport;
import io.meshprovisioner.spi.RegistryLogin;
import io.meshprovisioner.spi.UserGrant;
import io.meshprovisioner.time.Time;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The entry: says what is asked for and with what to work, and installs, previews, finds and uninstalls. A value: each
 * {@code with} method returns a changed copy, and nothing is called before {@link #plan}, {@link #install},
 * {@link #find} or {@link #uninstall}.
 *
 * <pre>{@code
 * Mesh mesh = MeshProvisioner.forRegion("us-west-2").withVpc("10.0.0.0/16").withIstio("1.30.3").install();
 * }</pre>
 */
public final class MeshProvisioner {
    private final MeshSpec spec;
    private final Tools tools;

    private MeshProvisioner(MeshSpec spec, Tools tools) {
        this.spec = spec;
        this.tools = tools;
    }

    /** Starts with the defaults in a region, such as {@code us-west-2}. */
    public static MeshProvisioner forRegion(String region) {
        return of(MeshSpec.forRegion(region));
    }

    /**
     * Starts with a cluster that stands already, such as {@code ExistingCluster.kubeconfig(file)}: nothing is planned
     * but Istio, and uninstalling leaves the cluster.
     */
    public static MeshProvisioner forCluster(CloudBackend existing) {
        return of(MeshSpec.forExistingCluster()).withCloudBackend(existing);
    }

    /** Starts with a spec that was read or built elsewhere. */
    public static MeshProvisioner of(MeshSpec spec) {
        return new MeshProvisioner(spec, Tools.DEFAULT);
    }

    // ---- what is asked for

    /** The mesh's name, unique in account and region; default {@code mesh}. */
    public MeshProvisioner withName(String name) {
        return with(spec.name(name));
    }

    /** The same as {@link #withName}. */
    public MeshProvisioner named(String name) {
        return withName(name);
    }

    /** A network with this address block, such as {@code 10.0.0.0/16}. */
    public MeshProvisioner withVpc(String cidr) {
        return withVpc(vpc -> vpc.cidr(cidr));
    }

    public MeshProvisioner withVpc(UnaryOperator<VpcSpec> change) {
        return with(spec.vpc(change.apply(spec.vpc())));
    }

    public MeshProvisioner withCluster(UnaryOperator<ClusterSpec> change) {
        return with(spec.cluster(change.apply(spec.cluster())));
    }

    /** The network inside the cluster: who gives pods addresses, network policies, kube-proxy's mode. */
    public MeshProvisioner withNetworking(UnaryOperator<NetworkingSpec> change) {
        return with(spec.networking(change.apply(spec.networking())));
    }

    /**
     * Adds a node group; the first one said takes the place of the default one. One that an earlier install made and the
     * spec does not name any more is drained and deleted, with its launch template, once all else is ready; a plan shows it.
     */
    public MeshProvisioner withNodes(String name, UnaryOperator<NodeGroupSpec> change) {
        List<NodeGroupSpec> groups = new ArrayList<>(spec.nodeGroups());
        if (groups.equals(MeshSpec.forRegion(spec.region()).nodeGroups())) {
            groups.clear();
        }
        groups.removeIf(group -> group.name().equals(name));
        groups.add(change.apply(NodeGroupSpec.named(name)));
        return with(spec.nodeGroups(groups));
    }

    /**
     * Has pods run on AWS Fargate instead of the node groups, such as {@code withFargate("batch", f ->
     * f.selector("batch"))}; replaces an earlier word on the same profile. Such pods are outside the mesh.
     * A profile that the spec does not name any more is deleted as such a node group is; its pods go with it.
     */
    public MeshProvisioner withFargate(String name, UnaryOperator<FargateSpec> change) {
        List<FargateSpec> profiles = new ArrayList<>(spec.fargate());
        profiles.removeIf(profile -> profile.name().equals(name));
        profiles.add(change.apply(FargateSpec.named(name)));
        return with(spec.fargate(profiles));
    }

    /** Istio in this release, such as {@code 1.30.3}, with the default profile. */
    public MeshProvisioner withIstio(String version) {
        return withIstio(version, istio -> istio);
    }

    public MeshProvisioner withIstio(String version, UnaryOperator<IstioSpec> change) {
        return with(spec.istio(change.apply(IstioSpec.version(version))));
    }

    /** What a step of an upgrade asks for; all else stays as it was said. */
    public MeshProvisioner withStep(UpgradePlan.Step step) {
        return step instanceof UpgradePlan.KubernetesStep
                ? withCluster(cluster -> cluster.version(step.to()))
                : with(spec.istio(spec.istio()
                        .orElseGet(() -> IstioSpec.version(step.to()))
                        .release(step.to())));
    }

    /** An EC2 key pair for SSH to the nodes; its private key is written to this file, owner-only. */
    public MeshProvisioner withKeyPair(Path privateKeyFile) {
        return withKeyPair(KeyPairSpec.writtenTo(privateKeyFile));
    }

    /** An EC2 key pair for SSH to the nodes, such as one that stands already: {@code KeyPairSpec.existing("ops")}. */
    public MeshProvisioner withKeyPair(KeyPairSpec keyPair) {
        return with(spec.keyPair(keyPair));
    }

    /** A path and a permissions boundary for the roles and the user that are made. */
    public MeshProvisioner withIam(UnaryOperator<IamSpec> change) {
        return with(spec.iam(change.apply(spec.iam())));
    }

    /** A tag of the user's own on everything that can carry tags. */
    public MeshProvisioner withTag(String key, String value) {
        Map<String, String> tags = new TreeMap<>(spec.tags());
        tags.put(key, value);
        return with(spec.tags(tags));
    }

    /**
     * From an install on the mesh lives this long, to the second; then {@link #sweep} removes it. Each install begins anew, and
     * one without a time to live lets the mesh stay.
     */
    public MeshProvisioner withTimeToLive(Duration timeToLive) {
        return with(spec.timeToLive(timeToLive));
    }

    // ---- with what to work

    /** After how long a run gives up; default one hour. */
    public MeshProvisioner withTimeout(Duration timeout) {
        return with(tools.timeout(timeout));
    }

    /** Who is told of progress; default nobody. */
    public MeshProvisioner withListener(ProgressListener listener) {
        return with(tools.listener(listener));
    }

    /** Appends each call that asks a service for a change to this file, as a line of JSON; only its owner may read it. */
    public MeshProvisioner withAuditLog(Path file) {
        return withAuditLog(AuditLog.file(file));
    }

    /** The same to somewhere else, such as {@code AuditLog.to(call -> ..)}. */
    public MeshProvisioner withAuditLog(AuditLog log) {
        return with(tools.audit(log));
    }

    /** Threads to work on; never shut down by us. Default: daemon threads that end with the run. */
    public MeshProvisioner withExecutor(Executor executor) {
        return with(tools.executor(executor));
    }

    /** From where the instant is read; delays run in real time. */
    public MeshProvisioner withClock(Clock clock) {
        return with(tools.time(Time.system(clock)));
    }

    /** The owner of all timing; never closed by us. Default: the wall clock. */
    public MeshProvisioner withTime(Time time) {
        return with(tools.time(time));
    }

    /** How many calls may be under way at once; default 16. */
    public MeshProvisioner withConcurrency(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("At least one call must be allowed at once, not " + calls + ".");
        }
        return with(tools.concurrency(calls));
    }

    /** Endpoint, credentials and account where the cloud SDK's own chains shall not decide. */
    public MeshProvisioner withCloudAccess(CloudAccess access) {
        return with(tools.access(access));
    }

    /** Refuses to work in any other account than this one. */
    public MeshProvisioner withExpectedAccount(String account) {
        return with(tools.access(tools.access().expectedAccount(account)));
    }

    /** Works as a role: the credentials only take it on. */
    public MeshProvisioner withAssumedRole(String roleArn) {
        return with(tools.access(tools.access().assumedRole(AssumedRole.of(roleArn))));
    }

    /** Works as a role whose owner asks for an external id, as those in other people's accounts do. */
    public MeshProvisioner withAssumedRole(String roleArn, String externalId) {
        return with(
                tools.access(tools.access().assumedRole(AssumedRole.of(roleArn).externalId(externalId))));
    }

    /** The cloud; default: the one on the classpath. */
    public MeshProvisioner withCloudBackend(CloudBackend backend) {
        return with(tools.cloud(backend));
    }

    /** Kubernetes and Helm; default: the one on the classpath. */
    public MeshProvisioner withKubernetesBackend(KubernetesBackend backend) {
        return with(tools.kubernetes(backend));
    }

    /** The mesh's installer; default: the one on the classpath. */
    public MeshProvisioner withInstaller(MeshInstaller installer) {
        return with(tools.installer(installer));
    }

    /**
     * A proxy, its login and private authorities, for every client: those of the cloud, Kubernetes, Helm and downloads. What
     * holds where nothing is said, {@link Connections} says. What was handed in (HTTP clients, downloads) goes its own way.
     */
    public MeshProvisioner withConnections(UnaryOperator<Connections> change) {
        return with(tools.connections(change.apply(tools.connections())));
    }

    /** How charts are fetched; default: by the JDK, as {@link #withConnections} says. */
    public MeshProvisioner withDownloads(Downloads downloads) {
        return with(tools.downloads(downloads));
    }

    /**
     * Keeps downloaded charts and archives in this folder, each with its checksum; what was changed there is fetched anew.
     * Comes after {@link #withDownloads}, where that is said too.
     */
    public MeshProvisioner withChartCache(Path folder) {
        return with(tools.downloads(new CachedDownloads(folder, tools.downloads())));
    }

    /**
     * Adds a login at a private registry or chart repository: for charts that come from there, and for the pull secret that
     * {@code images.pullLogin()} asks for. Comes after {@link #withDownloads}, where that is said too. Part of no spec.
     */
    public MeshProvisioner withRegistryLogin(RegistryLogin login) {
        return with(tools.downloads(new LoggedInDownloads(tools.downloads(), login)));
    }

    /**
     * Names the runs in the lease that keeps two runs apart; asked once for each run, and never the same name twice.
     * Default: random names.
     */
    public MeshProvisioner withRunIds(Supplier<String> runIds) {
        return with(tools.runIds(runIds));
    }

    /** What is asked for so far. */
    public MeshSpec spec() {
        return spec;
    }

    // ---- doing it

    /**
     * Sees what an install would do; changes nothing and takes no lease.
     *
     * @throws io.meshprovisioner.error.MeshException all of the family but what only changes can cause
     */
    public Plan plan() {
        check();
        return plan(conductor().survey(spec).join());
    }

    /**
     * Asks whether the caller may do what {@link Plan#iamPolicy} allows, before anything is made: IAM's simulator where it
     * tells the caller (that takes {@code iam:SimulatePrincipalPolicy}), and dry runs of EC2. A policy of the user's whose
     * conditions hang on other things than ours leaves actions unknown. Changes nothing.
     *
     * @throws io.meshprovisioner.error.MeshException as {@link #plan()}
     */
    public PermissionReport checkPermissions() {
        check();
        return conductor().permissions(spec).join();
    }

    /**
     * AWS's own list prices, on demand, of what the spec pays for by the hour in its region: {@code
     * plan.cost(shop.prices())}. It takes {@code pricing:GetProducts}, which {@link Plan#iamPolicy} does not have. Where
     * the cloud has no such list (AWS GovCloud, a cluster that stands), the {@linkplain PriceTable#bundled bundled} table.
     *
     * @throws io.meshprovisioner.error.AccessDeniedException without that right
     */
    public PriceTable prices() {
        check();
        return conductor().prices(spec).join().orElseGet(PriceTable::bundled);
    }

    /**
     * The images that the spec needs, for a registry of the user's own: of the charts as they render with this spec and of
     * the add-ons' files. Fetches those and asks neither cloud nor cluster. What EKS brings itself, and what operators pull
     * on their own (Calico's), is not among them.
     */
    public List<MeshImage> images() {
        check();
        return conductor().images(spec).join();
    }

    static Plan plan(Results.Surveyed surveyed) {
        return Plans.of(surveyed);
    }

    /**
     * Installs, continues an install that ended early, or brings about what differs; what stands as asked for is left
     * alone.
     *
     * @throws io.meshprovisioner.error.MeshException all of the family
     */
    public Mesh install() {
        return install(how -> how);
    }

    /** The same in another way, such as {@code how -> how.replace("eks:Nodegroup", "mesh/workers")}. */
    public Mesh install(UnaryOperator<Installing> how) {
        return installAsync(how).join();
    }

    /** Starts an install and returns at once. */
    public Operation<Mesh> installAsync() {
        return installAsync(how -> how);
    }

    /** The same in another way. */
    public Operation<Mesh> installAsync(UnaryOperator<Installing> how) {
        check();
        Conducted<Results.Installed> conducted =
                conductor().install(spec, how.apply(Installing.IN_PLACE).replaced());
        return new ConductedOperation<>(
                conducted, installed -> new Mesh(with(installed.spec()), Optional.of(installed)));
    }

    /**
     * Installs exactly what a plan shows.
     *
     * @throws PlanOutdatedException when a plan made now would be another
     */
    public Mesh install(Plan plan) {
        return install(plan, how -> how);
    }

    /**
     * The same in another way: a plan that says {@link PlannedStep.Action#REPLACE} takes the word for it.
     *
     * @throws PlanOutdatedException when a plan made now would be another
     */
    public Mesh install(Plan plan, UnaryOperator<Installing> how) {
        MeshProvisioner planned = with(plan.spec());
        Plan now = planned.plan();
        if (!now.equals(plan)) {
            throw new PlanOutdatedException(Failure.of(
                            "The world has moved since this plan was made.",
                            "Make a new plan, review it, and install that one.")
                    .because(Plans.firstChange(plan, now)));
        }
        return planned.install(how);
    }

    /** Sees what an uninstall would do, the users' own configuration apart; changes nothing. */
    public UninstallPlan uninstallPlan(UnaryOperator<Uninstalling> how) {
        Uninstalling chosen = how.apply(Uninstalling.KEEPING_CONFIGURATION);
        var farewell = conductor()
                .uninstallPlan(spec.region(), spec.name(), chosen.crds())
                .join();
        List<String> kept = new ArrayList<>();
        List<String> gone = new ArrayList<>(farewell.found().stream()
                .filter(found -> found.heldBy().isEmpty())
                .map(Removal::title)
                .toList());
        farewell.found().stream()
                .filter(found -> !found.heldBy().isEmpty())
                .forEach(found -> kept.add(found.title() + ", held by " + String.join(", ", found.heldBy())));
        farewell.userData().forEach(data -> (chosen.volumes() ? gone : kept).add(data + ", with the user's data"));
        return new UninstallPlan(
                spec.name(), gone, kept, farewell.configuration(), farewell.proxies(), farewell.notes());
    }

    /** Removes the mesh of this name from this region, whatever spec made it, also when half made. */
    public UninstallReport uninstall() {
        return uninstallAsync().join();
    }

    /** The same in another way, such as {@code how -> how.removeCrds()}. */
    public UninstallReport uninstall(UnaryOperator<Uninstalling> how) {
        return uninstallAsync(how).join();
    }

    /** Starts an uninstall and returns at once. */
    public Operation<UninstallReport> uninstallAsync() {
        return uninstallAsync(how -> how);
    }

    /** The same in another way. */
    public Operation<UninstallReport> uninstallAsync(UnaryOperator<Uninstalling> how) {
        Uninstalling chosen = how.apply(Uninstalling.KEEPING_CONFIGURATION);
        return new ConductedOperation<>(
                conductor().uninstall(spec.region(), spec.name(), chosen.crds(), chosen.volumes()),
                done -> report(spec.name(), done));
    }

    private static UninstallReport report(String mesh, Results.TakenDown done) {
        return new UninstallReport(
                mesh, done.removed(), done.remaining(), done.userData(), done.notes(), done.timeline());
    }

    /** The mesh of this name, where anything of it exists in this region. */
    public Optional<Mesh> find() {
        return meshes().stream().anyMatch(summary -> summary.name().equals(spec.name()))
                ? Optional.of(new Mesh(this, Optional.empty()))
                : Optional.empty();
    }

    /**
     * The way from a release on a Kubernetes version to another release, whatever stands; changes nothing. Steps that the
     * region does not offer today are marked. {@link Mesh#upgradePlan} starts from what runs.
     *
     * @param kubernetes such as {@code 1.21}
     * @throws InvalidSpecException when a release is not known, or no way leads there
     */
    public UpgradePlan upgradePlan(String fromIstio, String kubernetes, String toIstio, UpgradePlan.Way way) {
        return UpgradePlan.compute(
                supported(fromIstio),
                kubernetes,
                supported(toIstio),
                way,
                conductor().kubernetesVersions(spec.region()).join());
    }

    private KubernetesSupport supported(String istio) {
        return tools.installerOrFound()
                .kubernetesSupport(istio)
                .orElseThrow(() -> new InvalidSpecException(List.of(new SpecProblem(
                        "istio.version",
                        "\"" + istio + "\" is no release of Istio that is known here.",
                        "Name one in full, such as 1.30.3."))));
    }

    /** All meshes of the account in this region. */
    public List<MeshSummary> meshes() {
        return conductor().meshes(spec.region()).join();
    }

    /**
     * Uninstalls the meshes of the account in this region whose time to live is over, one after the other, as {@link
     * #uninstall()} does. One on which another run is at work, or whose uninstall fails, is left and reported, and the next
     * one's turn comes. The instant is that of this provisioner's clock.
     *
     * @throws RunCancelledException when the thread is interrupted: then no further mesh is looked at
     */
    public SweepReport sweep() {
        List<SweepReport.Swept> swept = new ArrayList<>();
        for (MeshSummary mesh : conductor().expired(spec.region()).join()) {
            Instant expired = mesh.expires().orElseThrow();
            try {
                conductor()
                        .sweep(spec.region(), mesh.name())
                        .join()
                        .map(done -> report(mesh.name(), done))
                        .map(report -> report.nothingLeft()
                                ? new SweepReport.Removed(mesh.name(), expired, report)
                                : SweepReport.StillThere.with(expired, report))
                        .ifPresent(swept::add);
            } catch (RunCancelledException stop) {
                throw stop;
            } catch (MeshException failure) {
                swept.add(SweepReport.StillThere.because(mesh.name(), expired, failure));
            }
        }
        return new SweepReport(spec.region(), swept);
    }

    // ---- a user of the mesh's own

    /**
     * Makes an IAM user that may do exactly what this spec takes ({@link Plan#iamPolicy}), with an access key that
     * {@code receiver} is handed, once. Who calls this needs the right to make users.
     *
     * @throws ResourceConflictException when a key was handed over before
     */
    public void issueAccessKey(Consumer<IssuedKey> receiver) {
        issueAccessKey(UserGrant.LEAST_PRIVILEGE, receiver);
    }

    /** The same, with what the user may do. */
    public void issueAccessKey(UserGrant grant, Consumer<IssuedKey> receiver) {
        check();
        AtomicBoolean received = new AtomicBoolean();
        conductor()
                .issueKey(spec, grant, key -> {
                    receiver.accept(key);
                    received.set(true);
                })
                .join();
        if (!received.get()) {
            throw new ResourceConflictException(Failure.of(
                            "The access key of mesh \"" + spec.name() + "\" was handed over before.",
                            "Use that key, or take it back with revokeAccessKey() and issue another.")
                    .because("AWS tells a secret once, and nobody keeps it."));
        }
    }

    /** Takes the mesh's user and its keys away; answers what was removed. */
    public List<String> revokeAccessKey() {
        return conductor().revokeKey(spec.region(), spec.name()).join();
    }

    // ---- within

    Conductor conductor() {
        return new Conductor(tools.settings());
    }

    MeshInstaller installer() {
        return tools.installerOrFound();
    }

    MeshConductor inMesh() {
        return new MeshConductor(tools.settings());
    }

    /** What core says of a field, the installer need not say again. */
    private void check() {
        List<SpecProblem> problems = new ArrayList<>(SpecCheck.problems(spec));
        problems.addAll(tools.connections().problems());
        Set<String> paths = problems.stream().map(SpecProblem::path).collect(Collectors.toSet());
        spec.istio().stream()
                .flatMap(istio -> tools.installerOrFound().check(istio).stream())
                .filter(problem -> !paths.contains(problem.path()))
                .forEach(problems::add);
        spec.istio().ifPresent(istio -> logins(istio.images(), problems));
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    /** Better known now than when the cluster stands. */
    private void logins(ImageSpec images, List<SpecProblem> problems) {
        if (images.madeSecret()
                && images.registries().stream()
                        .allMatch(host -> tools.downloads().login(host).isEmpty())) {
            problems.add(new SpecProblem(
                    "istio.images.pullLogin",
                    "No login is known at " + String.join(" or ", images.registries()) + ".",
                    "Say withRegistryLogin(RegistryLogin.of(registry, username, password)), or name Secrets that are there "
                            + "(pullSecrets)."));
        }
    }

    private MeshProvisioner with(MeshSpec newSpec) {
        return new MeshProvisioner(newSpec, tools);
    }

    private MeshProvisioner with(Tools newTools) {
        return new MeshProvisioner(spec, newTools);
    }

    @Override
    public String toString() {
        return "MeshProvisioner for mesh \"" + spec.name() + "\" in " + spec.region();
    }
}
