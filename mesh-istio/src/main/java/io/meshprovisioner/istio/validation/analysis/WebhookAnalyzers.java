package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.GoUrls;
import io.meshprovisioner.istio.validation.text.IpAddresses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The webhooks that Istio registers. */
final class WebhookAnalyzers {
    private static final String GROUP = "admissionregistration.k8s.io";
    private static final Pattern URL_HOST = Pattern.compile("[a-z]+://(?:[^/@]*@)?(?:\\[([^]]*)]|([^/:?#]*)).*");

    private record Hook(Resource configuration, Node webhook) {
        String name() {
            return configuration.fullName() + "/" + webhook.text("name");
        }
    }

    private WebhookAnalyzers() {}

    /** IST0139: injectors that overlap, or that call a service that is not there; the same once for a configuration. */
    static void injectors(World world, Reporter reporter) {
        List<Hook> hooks = new ArrayList<>();
        Set<String> revisions = new TreeSet<>();
        for (Resource configuration : world.of(GROUP, "MutatingWebhookConfiguration")) {
            List<Node> webhooks = configuration.node().items("webhooks");
            Set<String> own = revisions(configuration, webhooks);
            boolean istio =
                    webhooks.stream().anyMatch(webhook -> webhook.text("name").endsWith("istio.io"));
            if (istio || !own.isEmpty()) {
                webhooks.forEach(webhook -> hooks.add(new Hook(configuration, webhook)));
                revisions.addAll(own);
            }
        }
        List<Map<String, String>> namespaces = combinations("istio-injection", "enabled", "disabled", revisions);
        List<Map<String, String>> objects = combinations(Workloads.INJECT, "true", "false", revisions);
        for (Map<String, String> namespace : namespaces) {
            for (Map<String, String> object : objects) {
                reportOverlap(hooks, namespace, object, reporter);
            }
        }
        for (Hook hook : hooks) {
            Node service = hook.webhook().get("clientConfig", "service");
            if (service.present()
                    && World.find(world.core("Service"), service.text("namespace"), service.text("name"))
                            .isEmpty()) {
                reporter.report(
                        hook.configuration(),
                        "webhooks",
                        "IST0139",
                        "the injector calls the service " + service.text("namespace") + "/" + service.text("name")
                                + ", which does not exist",
                        "Remove the webhook of the revision that was uninstalled, or install it again");
            }
        }
    }

    private static void reportOverlap(
            List<Hook> hooks, Map<String, String> namespace, Map<String, String> object, Reporter reporter) {
        Map<String, Hook> matching = new TreeMap<>();
        for (Hook hook : hooks) {
            if (LabelMatch.matches(hook.webhook().get("namespaceSelector"), namespace)
                    && LabelMatch.matches(hook.webhook().get("objectSelector"), object)) {
                matching.put(hook.name(), hook);
            }
        }
        if (matching.size() > 1) {
            matching.forEach((name, hook) -> {
                Set<String> others = new TreeSet<>(matching.keySet());
                others.remove(name);
                reporter.report(
                        hook.configuration(),
                        "webhooks",
                        "IST0139",
                        "the injector overlaps with " + others + ", so a pod may get two sidecars",
                        "Uninstall the revision that is not used, or make the selectors distinct");
            });
        }
    }

    private static Set<String> revisions(Resource configuration, List<Node> webhooks) {
        Set<String> revisions = new TreeSet<>();
        if (configuration.labels().containsKey(Workloads.REVISION)) {
            revisions.add(configuration.labels().getOrDefault(Workloads.REVISION, ""));
        }
        for (Node webhook : webhooks) {
            for (String field : new String[] {"namespaceSelector", "objectSelector"}) {
                Node selector = webhook.get(field);
                Map<String, String> labels = selector.textMap("matchLabels");
                if (labels.containsKey(Workloads.REVISION)) {
                    revisions.add(labels.getOrDefault(Workloads.REVISION, ""));
                }
                selector.items("matchExpressions").stream()
                        .filter(expression -> expression.text("key").equals(Workloads.REVISION))
                        .forEach(expression -> revisions.addAll(expression.texts("values")));
            }
        }
        return revisions;
    }

    private static List<Map<String, String>> combinations(String label, String yes, String no, Set<String> revisions) {
        List<Map<String, String>> combinations = new ArrayList<>();
        for (Map<String, String> base : List.of(Map.<String, String>of(), Map.of(label, yes), Map.of(label, no))) {
            combinations.add(base);
            for (String revision : revisions) {
                Map<String, String> with = new HashMap<>(base);
                with.put(Workloads.REVISION, revision);
                combinations.add(with);
            }
        }
        return combinations;
    }

    /** IST0163 and IST0164: addresses of a control plane outside of the cluster. */
    static void externalControlPlane(World world, Reporter reporter) {
        for (Resource configuration : world.of(GROUP, "ValidatingWebhookConfiguration")) {
            if (configuration.name().equals("istiod-default-validator")
                    || configuration.name().startsWith("istio-validator")) {
                checkAddresses(configuration, reporter);
            }
        }
        for (Resource configuration : world.of(GROUP, "MutatingWebhookConfiguration")) {
            if (configuration.name().startsWith("istio-sidecar-injector")) {
                checkAddresses(configuration, reporter);
            }
        }
    }

    private static void checkAddresses(Resource configuration, Reporter reporter) {
        for (Node webhook : configuration.node().items("webhooks")) {
            Node client = webhook.get("clientConfig");
            Node url = client.get("url");
            String problem = "";
            if (url.present() && GoUrls.scheme(url.text()).isEmpty()) {
                problem = "the address \"" + url.text() + "\" is no URL";
            } else if (!url.present() && !client.has("service")) {
                problem = "neither a URL nor a service is set";
            }
            if (!problem.isEmpty()) {
                reporter.report(
                        configuration,
                        client,
                        "IST0163",
                        "the webhook " + webhook.text("name") + " leads nowhere: " + problem,
                        "Set clientConfig.url to the address of the external control plane");
            } else if (url.present() && isIp(url.text())) {
                reporter.report(
                        configuration,
                        url,
                        "IST0164",
                        "the webhook " + webhook.text("name") + " calls an IP address: " + url.text(),
                        "Use a host name, which stays when the address changes");
            }
        }
    }

    private static boolean isIp(String url) {
        Matcher host = URL_HOST.matcher(url);
        return host.matches()
                && Stream.of(1, 2).map(host::group).anyMatch(name -> name != null && IpAddresses.isAddress(name));
    }
}
