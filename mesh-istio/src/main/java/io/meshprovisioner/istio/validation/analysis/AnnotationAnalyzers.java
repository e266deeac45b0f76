package io.meshprovisioner.istio.validation.analysis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Istio's annotations on objects of Kubernetes. */
final class AnnotationAnalyzers {
    private static final String RESOURCE = "annotations.txt";
    private static final String INJECT = "sidecar.istio.io/inject";
    /** Set by Istio itself. */
    private static final Set<String> OWN =
            Set.of("sidecar.istio.io/status", "gateway.istio.io/controller-version", "istio.io/rev");
    /** Set by the injector where the CNI plugin is not used. */
    private static final Set<String> INJECTED = Set.of(
            "sidecar.istio.io/interceptionMode",
            "traffic.sidecar.istio.io/includeInboundPorts",
            "traffic.sidecar.istio.io/excludeInboundPorts",
            "traffic.sidecar.istio.io/includeOutboundIPRanges");

    private record Known(String name, String maturity, Set<String> kinds, boolean deprecated) {}

    private static final Map<String, Known> KNOWN = read();

    private AnnotationAnalyzers() {}

    /** IST0107, IST0108, IST0125 and IST0135. */
    static void annotations(World world, Reporter reporter) {
        resources(world).forEach(resource -> resource.annotations().forEach((name, value) -> {
            if (isIstio(name) && !OWN.contains(name)) {
                check(resource, name, value, reporter);
            }
        }));
    }

    private static void check(Resource resource, String name, String value, Reporter reporter) {
        String path = "metadata.annotations[" + name + "]";
        @Nullable Known known = KNOWN.get(name);
        if (known == null) {
            reporter.report(
                    resource, path, "IST0108", "Istio knows no annotation " + name, "Correct its name, or remove it");
            return;
        }
        boolean byLabel = name.equals(INJECT) && resource.labels().containsKey(INJECT);
        if (known.deprecated() && !byLabel) {
            reporter.report(
                    resource,
                    path,
                    "IST0135",
                    "the annotation " + name + " is deprecated",
                    name.equals(INJECT) ? "Use the label of the same name" : "Remove it");
        }
        if (known.kinds().contains("Any")) {
            return;
        }
        if (!known.kinds().contains(resource.kind())) {
            reporter.report(
                    resource,
                    path,
                    "IST0107",
                    "the annotation " + name + " has no effect on a " + resource.kind(),
                    "Put it on " + String.join(" or ", known.kinds())
                            + (resource.kind().equals("Deployment") ? ", that is into spec.template.metadata" : ""));
            return;
        }
        String problem = AnnotationValues.problem(name, value);
        if (problem != null) {
            reporter.report(
                    resource,
                    path,
                    "IST0125",
                    "the annotation " + name + " has the value \"" + value + "\", " + problem,
                    "Correct the value");
        }
    }

    /** IST0136: annotations that may change. Too much for everybody, so it is asked for by name only. */
    static void alpha(World world, Reporter reporter) {
        resources(world).forEach(resource -> {
            boolean cni = resource.kind().equals("Pod")
                    && resource.spec().items("initContainers").stream()
                            .noneMatch(container -> container.text("name").equals("istio-init"));
            for (String name : resource.annotations().keySet()) {
                @Nullable Known known = KNOWN.get(name);
                if (known != null
                        && isIstio(name)
                        && known.maturity().equals("alpha")
                        && !OWN.contains(name)
                        && !(cni && INJECTED.contains(name))) {
                    reporter.report(
                            resource,
                            "metadata.annotations[" + name + "]",
                            "IST0136",
                            "the annotation " + name + " is alpha",
                            "Expect changes in later releases");
                }
            }
        });
    }

    private static Stream<Resource> resources(World world) {
        return Stream.of(world.core("Namespace"), world.core("Service"), world.core("Pod"), world.deployments())
                .flatMap(List::stream);
    }

    private static boolean isIstio(String name) {
        int slash = name.indexOf('/');
        String domain = slash < 0 ? name : name.substring(0, slash);
        return domain.endsWith("istio.io") || name.equals("kubernetes.io/ingress.class");
    }

    private static Map<String, Known> read() {
        try (InputStream in = AnnotationAnalyzers.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing from the library");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .map(words -> new Known(words[0], words[1], Set.of(words[2].split(",")), words.length > 3))
                    .collect(Collectors.toUnmodifiableMap(Known::name, Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
