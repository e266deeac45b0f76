package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.MeshGraph.PlannedRelease;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.OperatorSpec;
import io.meshprovisioner.spi.ChartRenderer;
import io.meshprovisioner.spi.Charts.ChartRelease;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshImage;
import io.meshprovisioner.spi.MeshInstaller.Surroundings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The images that a spec needs: of the releases of its own graph as they render, of the proxies as the rendered injector's
 * configuration names them, and of the add-ons' files. What an operator installs is what the charts would.
 */
final class ImageList {
    private static final String PROXIES = "proxies";

    private final MeshSpec spec;
    private final Downloads downloads;
    private final ChartRenderer renderer;
    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, Set<String>> users = new TreeMap<>();

    ImageList(MeshSpec spec, Downloads downloads, ChartRenderer renderer) {
        this.spec = spec;
        this.downloads = downloads;
        this.renderer = renderer;
    }

    List<MeshImage> all() {
        spec.istio().ifPresent(this::istio);
        return users.entrySet().stream()
                .map(entry -> new MeshImage(
                        entry.getKey(),
                        sources.getOrDefault(entry.getKey(), entry.getKey()),
                        String.join(", ", entry.getValue())))
                .toList();
    }

    private void istio(IstioSpec istio) {
        IstioVersion version = IstioVersion.parse(istio.version()).orElseThrow();
        boolean hostNetwork = spec.networking().overlay();
        ChartSet charts = new ChartsResource(istio, new ChartLibrary(istio, version, downloads, hostNetwork)).load();
        released(istio, version, charts);
        istio.operator().ifPresent(operator -> released(byCharts(istio, operator), version, charts));
        charts.addons()
                .forEach((addon, objects) -> objects.forEach(object -> PodImages.in(object)
                        .forEach(image -> note(
                                PodImages.of(istio.images(), image),
                                image,
                                addon.name().toLowerCase(Locale.ROOT)))));
    }

    private static IstioSpec byCharts(IstioSpec istio, OperatorSpec operator) {
        OperatorRequest request = new OperatorRequest(istio, operator);
        return istio.noOperator().images(images -> images.hub(request.hub()).tag(request.tag()));
    }

    /** The base chart has no pods, and its values hang on what is in a cluster. */
    private void released(IstioSpec istio, IstioVersion version, ChartSet charts) {
        Graph.Builder graph = Graph.builder();
        Surroundings nowhere = new Surroundings(
                graph.add(new Nowhere<>("api")),
                graph.add(new Nowhere<>("nodes")),
                access -> {
                    throw new IllegalStateException("There is no cluster.");
                },
                downloads);
        MeshGraph mesh = new MeshGraph(graph, spec, istio, version, nowhere);
        mesh.add();
        String hub = hub(istio);
        for (PlannedRelease release : mesh.planned()) {
            if (!release.plan().kind().equals(Kinds.BASE)) {
                rendered(release, charts).forEach(object -> noteAll(object, release, hub));
            }
        }
    }

    private static String hub(IstioSpec istio) {
        String fallback = istio.operator()
                .map(operator -> new OperatorRequest(istio, operator).hub())
                .orElseGet(() -> istio.images().hub().orElse(Values.HUB));
        return new Tree(Values.images(istio, fallback, "")).text("global", "hub");
    }

    private List<Manifest> rendered(PlannedRelease release, ChartSet charts) {
        Chart chart = release.plan().chart().apply(charts);
        Map<String, Object> values = release.plan().values().apply(chart, () -> {
            throw new IllegalStateException("There is no cluster to look at.");
        });
        String text = chart.asFile(file -> renderer.template(
                new ChartRelease(release.namespace(), release.plan().name(), file, values, false), kubernetes()));
        try {
            return Yaml.manifests(text);
        } catch (IOException e) {
            throw new IllegalStateException("The chart " + chart + " renders to something that is no YAML.", e);
        }
    }

    private String kubernetes() {
        String istio = spec.istio().orElseThrow().version();
        return spec.cluster()
                .version()
                .orElseGet(() ->
                        "1." + Releases.kubernetesSupport(istio).orElseThrow().testedTo());
    }

    private void noteAll(Manifest object, PlannedRelease release, String hub) {
        // A gateway's own "auto" stands for the proxy, which the injector's configuration names.
        PodImages.in(object).stream()
                .filter(image -> !image.equals("auto"))
                .forEach(image -> note(image, source(image, hub), release.plan().name()));
        if (object.kind().equals("ConfigMap")) {
            proxies(object).forEach(image -> note(image, source(image, hub), PROXIES));
        }
    }

    private static String source(String image, String hub) {
        return image.startsWith(hub + "/") ? Values.HUB + image.substring(hub.length()) : image;
    }

    /** As the injection template makes them of its values: a name with a slash is a whole image. */
    private static Set<String> proxies(Manifest object) {
        String text = new Tree(object.toMap()).texts("data").getOrDefault("values", "");
        if (!object.name().startsWith("istio-sidecar-injector") || text.isEmpty()) {
            return Set.of();
        }
        Tree values;
        try {
            values = new Tree(Yaml.map(text)).at("global");
        } catch (IOException e) {
            throw new IllegalStateException("The values of " + object + " are no JSON.", e);
        }
        String variant = values.text("variant");
        String tag = values.text("tag") + (variant.isEmpty() ? "" : "-" + variant);
        Set<String> images = new TreeSet<>();
        for (String part : List.of("proxy", "proxy_init")) {
            String image = values.text(part, "image");
            if (!image.isEmpty()) {
                images.add(image.contains("/") ? image : values.text("hub") + "/" + image + ":" + tag);
            }
        }
        return images;
    }

    private void note(String image, String source, String user) {
        sources.putIfAbsent(image, source);
        users.computeIfAbsent(image, missing -> new TreeSet<>()).add(user);
    }

    /** Stands where a cluster would in a graph that is never run. */
    private record Nowhere<T>(String name) implements Resource<T> {
        @Override
        public ResourceId id() {
            return new ResourceId("nowhere", name);
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public Set<Ref<?>> needs() {
            return Set.of();
        }

        @Override
        public Observation<T> observe(Step step) {
            return Observation.absent();
        }

        @Override
        public Observation<T> create(Step step) {
            return observe(step);
        }
    }
}
