package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.charts.ChartContent;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long images take to arrive and their programs to become ready. */
final class PodImages {
    /** Where Istio publishes its images; a tag may name a variant. */
    private static final Pattern ISTIO = Pattern.compile(
            "(?:docker\\.io/istio|gcr\\.io/istio-release|registry\\.istio\\.io/release)/[a-z0-9-]+:([^@]+?)(?:-(?:distroless|debug))?");

    private static final Duration PULL = Duration.ofSeconds(5);
    private static final Duration PRESENT = Duration.ofSeconds(1);
    private static final Duration ISTIOD = Duration.ofSeconds(24);

    private PodImages() {}

    /**
     * The first image that no registry has: a gateway chart's {@code auto}, one from a host under .invalid, or one of
     * Istio's in a release that there never was.
     */
    static Optional<String> unpullable(ObjectNode pod) {
        for (String list : new String[] {"initContainers", "containers"}) {
            for (JsonNode container : Trees.at(pod, "spec", list)) {
                String image = Trees.text(container, "image");
                String host = image.contains("/") ? image.substring(0, image.indexOf('/')) : "";
                if (image.equals("auto") || host.replaceFirst(":\\d+$", "").endsWith(".invalid") || unreleased(image)) {
                    return Optional.of(image);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean unreleased(String image) {
        Matcher istio = ISTIO.matcher(image);
        return istio.matches() && !ChartContent.offers(istio.group(1));
    }

    /** What the container runtime says of an image that no registry has. */
    static String refusal(String image) {
        if (unreleased(image)) {
            return image + ": not found";
        }
        return image.contains("/")
                ? "dial tcp: lookup " + image.substring(0, image.indexOf('/')) + ": no such host"
                : "pull access denied, repository does not exist or may require authorization";
    }

    /** Time from the node's first look at the pod until its containers start. */
    static Duration pullTime(Api api, ObjectNode pod) {
        int inits = Trees.at(pod, "spec", "initContainers").size();
        String image = Trees.text(Trees.at(pod, "spec", "containers").path(0), "image");
        String node = Trees.text(pod, "spec", "nodeName");
        boolean present = api.get(Kind.NODE, "", node)
                .map(found -> Trees.annotations(found)
                        .getOrDefault(NodeController.IMAGES, "")
                        .contains(" " + image + " "))
                .orElse(false);
        return (present ? PRESENT : PULL).plusSeconds(inits);
    }

    /** Time from a container's start until it is ready. */
    static Duration readyAfter(ObjectNode pod) {
        if (Trees.labels(pod).getOrDefault("app", "").equals("istiod")) {
            return ISTIOD;
        }
        Duration longest = Duration.ZERO;
        for (JsonNode container : Trees.at(pod, "spec", "containers")) {
            JsonNode probe = container.path("readinessProbe");
            if (probe.isObject()) {
                Duration first =
                        Duration.ofSeconds(1 + probe.path("initialDelaySeconds").asInt());
                longest = first.compareTo(longest) > 0 ? first : longest;
            }
        }
        return longest;
    }
}
