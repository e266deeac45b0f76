package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.Charts;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Objects and Helm releases in memory, as the tests put them there; takes note of what is changed. */
final class FakeCluster implements KubernetesSession, Charts {
    final Map<ObjectKey, Manifest> objects = new LinkedHashMap<>();
    final Map<String, Release> releases = new LinkedHashMap<>();
    final Map<String, ChartRelease> applied = new LinkedHashMap<>();
    final List<String> changes = new ArrayList<>();
    /** What keeps a deleted object there, as a finalizer does. */
    final List<ObjectKey> held = new ArrayList<>();
    /** Whether applied CRDs are served at once. */
    boolean crdsEstablished = true;

    void put(String yaml) throws Exception {
        Yaml.manifests(yaml).forEach(manifest -> objects.put(ObjectKey.of(manifest), manifest));
    }

    @Override
    public String serverVersion() {
        return "v1.35.0";
    }

    @Override
    public Optional<Manifest> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public List<Manifest> list(String apiVersion, String kind, Optional<String> namespace, String labelSelector) {
        return objects.values().stream()
                .filter(object -> object.apiVersion().equals(apiVersion)
                        && object.kind().equals(kind)
                        && (namespace.isEmpty() || namespace.equals(object.namespace()))
                        && selected(object, labelSelector))
                .toList();
    }

    private static boolean selected(Manifest object, String selector) {
        Map<String, String> labels = new Tree(object.toMap()).texts("metadata", "labels");
        for (String term : selector.isEmpty() ? new String[0] : selector.split(",")) {
            String[] pair = term.split("=", 2);
            boolean matches = pair.length == 1 ? labels.containsKey(term) : pair[1].equals(labels.get(pair[0]));
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Manifest apply(Manifest manifest, ApplyOptions options, Permit permit) {
        changes.add("apply " + ObjectKey.of(manifest));
        objects.put(ObjectKey.of(manifest), crdsEstablished ? established(manifest) : manifest);
        return manifest;
    }

    private static Manifest established(Manifest manifest) {
        if (!manifest.kind().equals("CustomResourceDefinition")) {
            return manifest;
        }
        Map<String, Object> document = new LinkedHashMap<>(manifest.toMap());
        document.put("status", Map.of("conditions", List.of(Map.of("type", "Established", "status", "True"))));
        return Manifest.of(document);
    }

    @Override
    public boolean create(Manifest manifest, Permit permit) {
        throw new UnsupportedOperationException("Nobody creates " + manifest + " here.");
    }

    @Override
    public boolean delete(ObjectKey key, Permit permit) {
        changes.add("delete " + key);
        Manifest found = objects.get(key);
        if (found != null && held.contains(key)) {
            Map<String, Object> document = new LinkedHashMap<>(found.toMap());
            Map<String, Object> metadata = new LinkedHashMap<>();
            ((Map<?, ?>) document.get("metadata")).forEach((name, value) -> metadata.put((String) name, value));
            metadata.put("deletionTimestamp", "2026-01-01T00:00:00Z");
            document.put("metadata", metadata);
            objects.put(key, Manifest.of(document));
            return true;
        }
        return objects.remove(key) != null;
    }

    @Override
    public Manifest patch(ObjectKey key, String mergePatchJson, Permit permit) {
        changes.add("patch " + key + " " + mergePatchJson);
        if (mergePatchJson.contains("\"labels\"")) {
            return relabelled(key, mergePatchJson);
        }
        if (!mergePatchJson.contains("\"finalizers\":null")) {
            throw new UnsupportedOperationException(mergePatchJson);
        }
        held.remove(key);
        Manifest found = java.util.Objects.requireNonNull(objects.remove(key));
        return found;
    }

    private Manifest relabelled(ObjectKey key, String mergePatchJson) {
        Map<String, Object> document = new LinkedHashMap<>(
                java.util.Objects.requireNonNull(objects.get(key)).toMap());
        Map<String, Object> metadata = new LinkedHashMap<>();
        ((Map<?, ?>) document.get("metadata")).forEach((name, value) -> metadata.put((String) name, value));
        Map<String, Object> labels = new LinkedHashMap<>(new Tree(document).texts("metadata", "labels"));
        try {
            Map<?, ?> patch = (Map<?, ?>) Yaml.map(mergePatchJson).get("metadata");
            ((Map<?, ?>) patch.get("labels")).forEach((name, value) -> labels.put((String) name, value));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        labels.values().removeIf(java.util.Objects::isNull);
        metadata.put("labels", labels);
        document.put("metadata", metadata);
        Manifest manifest = Manifest.of(document);
        objects.put(key, manifest);
        return manifest;
    }

    @Override
    public String log(String namespace, String pod, String container) {
        return "";
    }

    @Override
    public Charts charts() {
        return this;
    }

    @Override
    public AutoCloseable watch(
            String apiVersion, String kind, Optional<String> namespace, Consumer<WatchEvent> onEvent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    @Override
    public Optional<Release> find(String namespace, String name) {
        return Optional.ofNullable(releases.get(namespace + "/" + name));
    }

    @Override
    public List<Release> list() {
        return List.copyOf(releases.values());
    }

    @Override
    public Release apply(ChartRelease release, Permit permit) {
        String path = release.namespace() + "/" + release.name();
        changes.add("helm " + path);
        String chart = release.chart().getFileName().toString().replace(".tgz", "");
        Release made = new Release(
                release.namespace(),
                release.name(),
                find(release.namespace(), release.name()).map(Release::revision).orElse(0) + 1,
                "deployed",
                chart,
                chart.substring(chart.lastIndexOf('-') + 1),
                release.fingerprint());
        releases.put(path, made);
        applied.put(path, release);
        boolean templates = IstioVersion.parse(made.appVersion())
                .filter(version -> !version.before(Releases.CRDS_IN_TEMPLATES))
                .isPresent();
        if (release.name().equals("istio-base") && templates) {
            FakeRelease.kinds()
                    .forEach(crd -> objects.putIfAbsent(ObjectKey.of(crd), crdsEstablished ? established(crd) : crd));
        }
        return made;
    }

    @Override
    public void uninstall(String namespace, String name, Permit permit) {
        changes.add("uninstall " + namespace + "/" + name);
        releases.remove(namespace + "/" + name);
    }

    @Override
    public String template(ChartRelease release, String kubernetesVersion) {
        throw new UnsupportedOperationException();
    }
}
