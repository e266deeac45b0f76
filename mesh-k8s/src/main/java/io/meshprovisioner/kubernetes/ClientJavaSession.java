package io.meshprovisioner.kubernetes;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.kubernetes.helm.HelmCharts;
import io.meshprovisioner.kubernetes.helm.HelmRunner;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.Charts;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.PodPort;
import io.meshprovisioner.spi.Tunnel;
import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;

final class ClientJavaSession implements KubernetesSession {
    /**
     * How old a permit may be when its call is sent. The API cannot refuse a late request as the cloud can by its
     * signature, so what can be done is to be quick: the lease's freshness allowance.
     */
    private static final Duration PERMIT_LIFE = Duration.ofSeconds(25);

    private final Time time;
    private final KubeHttp http;
    private final ApiResources resources;
    private final ObjectLists lists;
    private final HelmCharts charts;
    private final Set<PodTunnel> tunnels = ConcurrentHashMap.newKeySet();
    private final Set<ObjectWatch> watches = ConcurrentHashMap.newKeySet();

    ClientJavaSession(
            ApiAccess access,
            Time time,
            ApiCall.Recorder recorder,
            UnaryOperator<OkHttpClient.Builder> customization,
            HelmRunner.Factory helm) {
        this.time = time;
        this.http = new KubeHttp(access, time, recorder, customization);
        this.resources = new ApiResources(http);
        this.lists = new ObjectLists(http);
        this.charts = new HelmCharts(
                this,
                helm.open(access, time),
                time,
                recorder,
                access.connections().towards(access.endpoint()));
    }

    @Override
    public String serverVersion() {
        KubeAnswer answer = http.call(KubeCall.read("get", "Version", "the API's version", "/version"));
        return Json.text(answer.document().get("gitVersion"));
    }

    @Override
    public Optional<Manifest> get(ObjectKey key) {
        return resources.find(key.apiVersion(), key.kind()).flatMap(resource -> http.find(
                        KubeCall.read("get", key.kind(), key.toString(), resource.object(key.namespace(), key.name())))
                .map(answer -> Manifest.of(answer.document())));
    }

    @Override
    public List<Manifest> list(String apiVersion, String kind, Optional<String> namespace, String labelSelector) {
        return resources
                .find(apiVersion, kind)
                .flatMap(resource -> {
                    Optional<List<Manifest>> found = lists.all(apiVersion, kind, resource, namespace, labelSelector);
                    if (found.isEmpty()) {
                        resources.forget(apiVersion);
                    }
                    return found;
                })
                .orElse(List.of());
    }

    @Override
    public Manifest apply(Manifest manifest, ApplyOptions options, Permit permit) {
        ObjectKey key = ObjectKey.of(manifest);
        KubeCall call = changing("patch", key, "PATCH", permit, options.dryRun())
                .with("fieldManager", options.fieldManager())
                .with("force", Boolean.toString(options.force()))
                .sending("application/apply-patch+yaml", withoutManagedFields(manifest.toMap()));
        KubeAnswer answer = http.ask(options.dryRun() ? call.dryRun() : call);
        if (answer.status() == 404 && answer.reason().isEmpty()) {
            resources.forget(key.apiVersion());
            throw unknownKind(key);
        }
        if (answer.status() == 404) {
            throw new ResourceFailedException(Failure.of(
                            key + " cannot be applied, since something it needs does not exist.",
                            "Create its namespace first.")
                    .at(key)
                    .because(answer.message()));
        }
        if (!answer.ok()) {
            throw KubeFailures.of(call, answer);
        }
        return Manifest.of(answer.document());
    }

    @Override
    public boolean create(Manifest manifest, Permit permit) {
        ObjectKey key = ObjectKey.of(manifest);
        ApiResource resource = resources.find(key.apiVersion(), key.kind()).orElseThrow(() -> unknownKind(key));
        checkAge(permit, key);
        KubeCall call = KubeCall.change(
                        "create", key.kind(), key.toString(), "POST", resource.collection(key.namespace()))
                .with("fieldManager", ApplyOptions.OURS.fieldManager())
                .sending("application/json", manifest.toMap());
        KubeAnswer answer = http.ask(call);
        if (answer.status() == 409 && answer.reason().equals("AlreadyExists")) {
            return false;
        }
        if (!answer.ok()) {
            throw KubeFailures.of(call, answer);
        }
        return true;
    }

    /** A server-side apply must not carry them; what was read and is applied again does. */
    private static Map<String, Object> withoutManagedFields(Map<String, Object> document) {
        Map<String, Object> metadata = Json.map(document.get("metadata"));
        if (!metadata.containsKey("managedFields")) {
            return document;
        }
        Map<String, Object> fewer = new LinkedHashMap<>(metadata);
        fewer.remove("managedFields");
        Map<String, Object> copy = new LinkedHashMap<>(document);
        copy.put("metadata", fewer);
        return copy;
    }

    @Override
    public boolean delete(ObjectKey key, Permit permit) {
        return resources
                .find(key.apiVersion(), key.kind())
                .flatMap(resource -> {
                    checkAge(permit, key);
                    String path = resource.object(key.namespace(), key.name());
                    return http.find(KubeCall.change("delete", key.kind(), key.toString(), "DELETE", path)
                            .with("propagationPolicy", "Background"));
                })
                .isPresent();
    }

    @Override
    public Manifest patch(ObjectKey key, String mergePatchJson, Permit permit) {
        Map<String, Object> patch = Json.document(mergePatchJson.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalArgumentException("A merge patch is a JSON object: " + key));
        KubeCall call = changing("patch", key, "PATCH", permit, false)
                .with("fieldManager", ApplyOptions.OURS.fieldManager())
                .sending("application/merge-patch+json", patch);
        return Manifest.of(http.call(call).document());
    }

    private KubeCall changing(String verb, ObjectKey key, String method, Permit permit, boolean dryRun) {
        ApiResource resource = resources.find(key.apiVersion(), key.kind()).orElseThrow(() -> unknownKind(key));
        if (!dryRun) {
            checkAge(permit, key);
        }
        return KubeCall.change(verb, key.kind(), key.toString(), method, resource.object(key.namespace(), key.name()));
    }

    private void checkAge(Permit permit, ObjectKey key) {
        if (permit.generation() > 0 && time.now().isAfter(permit.signAt().plus(PERMIT_LIFE))) {
            throw new CallFailure(
                    CallFailure.Kind.UNAVAILABLE,
                    new ApiError(
                            "kubernetes",
                            "Change" + key.kind(),
                            "PermitTooOld",
                            "The right to change " + key + " was granted too long ago; nothing was sent.",
                            ""),
                    null,
                    null);
        }
    }

    private static CallFailure unknownKind(ObjectKey key) {
        return new CallFailure(
                CallFailure.Kind.NOT_YET_CONSISTENT,
                new ApiError(
                        "kubernetes",
                        "Discover" + key.kind(),
                        "NoKindMatch",
                        "The API serves no " + key.kind() + " in " + key.apiVersion()
                                + " (yet): is its CustomResourceDefinition installed?",
                        ""),
                null,
                null);
    }

    /** A container that has not started has no log, which the API answers with 400. */
    @Override
    public String log(String namespace, String pod, String container) {
        ObjectKey key = ObjectKey.of("v1", "Pod", namespace, pod);
        return resources
                .find(key.apiVersion(), key.kind())
                .map(resource -> {
                    KubeCall call = KubeCall.read(
                                    "get", "PodLog", key.toString(), resource.object(key.namespace(), pod) + "/log")
                            .with("container", container)
                            .with("limitBytes", Integer.toString(KubeAnswer.LONGEST_TEXT));
                    KubeAnswer answer = http.ask(call);
                    if (!answer.ok() && answer.status() != 404 && answer.status() != 400) {
                        throw KubeFailures.of(call, answer);
                    }
                    return answer.ok() ? answer.text() : "";
                })
                .orElse("");
    }

    /** Asked without the upgrade first: who may not, or asks for no pod, is told so, and else "Upgrade request required". */
    @Override
    public Tunnel tunnel(PodPort to) {
        ObjectKey key = ObjectKey.of("v1", "Pod", to.namespace(), to.pod());
        ApiResource pods = resources.find(key.apiVersion(), key.kind()).orElseThrow(() -> unknownKind(key));
        KubeCall call = KubeCall.read(
                        "get",
                        "PodPortforward",
                        key.toString(),
                        pods.object(key.namespace(), to.pod()) + "/portforward")
                .with("ports", Integer.toString(to.port()));
        KubeAnswer answer = http.ask(call);
        if (!answer.ok() && answer.status() != 400) {
            throw KubeFailures.of(call, answer);
        }
        PodTunnel tunnel = PodTunnel.open(http.upgrading(), to, tunnels::remove);
        tunnels.add(tunnel);
        return tunnel;
    }

    @Override
    public Charts charts() {
        return charts;
    }

    @Override
    public AutoCloseable watch(
            String apiVersion, String kind, Optional<String> namespace, Consumer<WatchEvent> onEvent) {
        ApiResource resource = resources
                .find(apiVersion, kind)
                .orElseThrow(() -> unknownKind(new ObjectKey(apiVersion, kind, namespace, "")));
        ObjectWatch watch = new ObjectWatch(http, time, kind, resource.collection(namespace), onEvent, watches::remove);
        watches.add(watch);
        watch.start();
        return watch;
    }

    @Override
    public void interrupt() {
        charts.interrupt();
    }

    /** Ends watches, calls under way (they fail), connections and Helm's child process. */
    @Override
    public void close() {
        watches.forEach(ObjectWatch::close);
        tunnels.forEach(PodTunnel::close);
        charts.close();
        http.close();
    }
}
