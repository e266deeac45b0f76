package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.ImageSpec;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.TrustSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Helm values of each chart, the more specific laid over the more general. */
final class Values {
    /** Where official images are since the charts of every release on offer default to test images. */
    static final String HUB = "docker.io/istio";

    static final String NAMESPACE = "istio-system";

    private static final String AUTHORITY = "mesh-provisioner/authority";
    private static final String PULL_SECRETS = "imagePullSecrets";

    private final IstioSpec spec;
    private final Layout layout;

    Values(IstioSpec spec, Layout layout) {
        this.spec = spec;
        this.layout = layout;
    }

    /** The name of istiod's release, Deployment and Service. */
    static String istiodName(Optional<String> revision) {
        return revision.map(name -> "istiod-" + name).orElse("istiod");
    }

    /** @param validator the control plane that judges objects which name none */
    Map<String, Object> base(String validator) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("global", over(Map.of("istioNamespace", NAMESPACE), pullSecrets()));
        if (!validator.equals(ControlPlanes.DEFAULT)) {
            values.put("defaultRevision", validator);
        }
        return values;
    }

    /** The ambient profile does not work without it. */
    static boolean cniPlugin(IstioSpec spec) {
        return spec.cni() || spec.profile() == IstioProfile.AMBIENT;
    }

    Map<String, Object> istiod(Chart istiod) {
        return over(
                over(over(images(), revision()), over(trust(spec.trust()), cniValues(istiod))),
                over(
                        over(ProfileValues.istiod(spec.profile(), istiod), SettingValues.of(spec.settings())),
                        spec.values()));
    }

    /** Injected pods are left without the container that does what the plug-in does. Newer charts have it among istiod's own. */
    private Map<String, Object> cniValues(Chart istiod) {
        if (!spec.cni()) {
            return Map.of();
        }
        Map<String, Object> enabled = Map.of("enabled", true);
        Tree defaults = istiod.defaults();
        boolean own = defaults.at("pilot", "cni").value() != null
                || defaults.at("cni").value() != null;
        return own ? Map.of("pilot", Map.of("cni", enabled)) : Map.of("istio_cni", enabled);
    }

    /** Istiod reads its authority when it starts: its pods change with it. */
    static Map<String, Object> trust(TrustSpec trust) {
        Map<String, Object> mesh = new LinkedHashMap<>();
        trust.domain().ifPresent(domain -> mesh.put("trustDomain", domain));
        if (!trust.aliases().isEmpty()) {
            mesh.put("trustDomainAliases", trust.aliases());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        if (!mesh.isEmpty()) {
            values.put("meshConfig", mesh);
        }
        trust.authority()
                .ifPresent(files -> values.put(
                        "pilot",
                        Map.of(
                                "podAnnotations",
                                Map.of(AUTHORITY, Authority.of(files).fingerprint()))));
        return values;
    }

    private Map<String, Object> revision() {
        return spec.revision()
                .<Map<String, Object>>map(name -> Map.of("revision", name))
                .orElse(Map.of());
    }

    /** Of the CNI plug-in and of ztunnel: their images are those of istiod; ztunnel reads them at the top too. */
    Map<String, Object> node(Chart chart) {
        Map<String, Object> values = new LinkedHashMap<>(images());
        if (chart.name().equals("ztunnel")) {
            values.put("hub", new Tree(values).text("global", "hub"));
            values.put("tag", new Tree(values).text("global", "tag"));
            values.putAll(pullSecrets());
        }
        if (chart.files().containsKey("files/profile-" + spec.profile().istioName() + ".yaml")) {
            values.put("profile", spec.profile().istioName());
        }
        return values;
    }

    Map<String, Object> gateway(GatewaySpec gateway, Chart chart) {
        return layout.injectedGateways() ? injected(gateway, chart) : standalone(gateway, chart);
    }

    /** The Service's type in Kubernetes' own word; empty where the chart's default is right. */
    static Optional<String> serviceType(GatewaySpec gateway) {
        return switch (gateway.exposure()) {
            case LOAD_BALANCER -> Optional.empty();
            case NODE_PORT -> Optional.of("NodePort");
            case CLUSTER -> Optional.of("ClusterIP");
        };
    }

    /** The chart's own ports, since a list replaces a list, with those of nodes that are asked for. */
    private static List<Map<String, Object>> ports(GatewaySpec gateway, List<Tree> known) {
        List<Integer> numbers =
                known.stream().flatMap(port -> port.number("port").stream()).toList();
        gateway.nodePorts().keySet().stream()
                .filter(port -> !numbers.contains(port))
                .findFirst()
                .ifPresent(port -> {
                    throw new InvalidSpecException(List.of(new SpecProblem(
                            "istio.gateways[" + gateway.name() + "].nodePorts[" + port + "]",
                            "The gateway's Service has no port " + port + ".",
                            "It has " + numbers + ".")));
                });
        List<Map<String, Object>> ports = new ArrayList<>();
        for (Tree port : known) {
            Map<String, Object> described = new LinkedHashMap<>();
            for (String field : List.of("name", "protocol")) {
                described.put(field, port.text(field));
            }
            for (String field : List.of("port", "targetPort")) {
                port.number(field).ifPresent(number -> described.put(field, number));
            }
            port.number("port").map(gateway.nodePorts()::get).ifPresent(node -> described.put("nodePort", node));
            ports.add(described);
        }
        return ports;
    }

    private Map<String, Object> injected(GatewaySpec gateway, Chart chart) {
        Map<String, Object> values = new LinkedHashMap<>(revision());
        List<String> secrets = spec.images().allPullSecrets();
        if (!secrets.isEmpty()) {
            values.put(
                    PULL_SECRETS,
                    secrets.stream().map(name -> Map.of("name", name)).toList());
        }
        Map<String, Object> service = new LinkedHashMap<>();
        if (!gateway.annotations().isEmpty()) {
            service.put("annotations", gateway.annotations());
        }
        serviceType(gateway).ifPresent(type -> service.put("type", type));
        if (!gateway.nodePorts().isEmpty()) {
            service.put("ports", ports(gateway, chart.defaults().items("service", "ports")));
        }
        if (!service.isEmpty()) {
            values.put("service", service);
        }
        if (spec.profile() == IstioProfile.DEMO) {
            values.put("resources", ProfileValues.gatewayResources(spec.profile()));
            values.put("autoscaling", Map.of("enabled", false));
        }
        return over(values, PodValues.nested(gateway.pods()));
    }

    /** The older chart makes one gateway of its own labels, whatever the name: two would share their pods. */
    private Map<String, Object> standalone(GatewaySpec gateway, Chart chart) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("name", gateway.name());
        own.put("labels", gatewayLabels(gateway));
        if (!gateway.annotations().isEmpty()) {
            own.put("serviceAnnotations", gateway.annotations());
        }
        serviceType(gateway).ifPresent(type -> own.put("type", type));
        if (!gateway.nodePorts().isEmpty()) {
            own.put("ports", ports(gateway, chart.defaults().items("gateways", "istio-ingressgateway", "ports")));
        }
        if (spec.profile() == IstioProfile.DEMO) {
            own.put("resources", ProfileValues.gatewayResources(spec.profile()));
            own.put("autoscaleEnabled", false);
        }
        return over(
                over(images(), revision()),
                Map.of("gateways", Map.of("istio-ingressgateway", over(own, PodValues.flat(gateway.pods())))));
    }

    /** The labels of a gateway's pods, by which its Service and Gateways find them. */
    static Map<String, String> gatewayLabels(GatewaySpec gateway) {
        return Map.of("app", gateway.name(), "istio", gateway.name().replaceFirst("^istio-", ""));
    }

    private Map<String, Object> images() {
        return over(
                images(
                        spec,
                        spec.images().hub().orElse(HUB),
                        spec.images().tag().orElse(spec.version())),
                pullSecrets().isEmpty() ? Map.of() : Map.of("global", pullSecrets()));
    }

    private Map<String, Object> pullSecrets() {
        return pullSecrets(spec.images());
    }

    /** As most charts have them under {@code global}: by name. */
    static Map<String, Object> pullSecrets(ImageSpec images) {
        return images.allPullSecrets().isEmpty() ? Map.of() : Map.of(PULL_SECRETS, images.allPullSecrets());
    }

    /** The hub and tag that the user's values say, else these. */
    static Map<String, Object> images(IstioSpec spec, String hub, String tag) {
        Map<String, Object> global = new LinkedHashMap<>();
        Object given = spec.values().get("global");
        global.put("hub", textOr(given, "hub", hub));
        global.put("tag", textOr(given, "tag", tag));
        return Map.of("global", global);
    }

    private static String textOr(@org.jspecify.annotations.Nullable Object global, String key, String otherwise) {
        String text = new Tree(global).text(key);
        return text.isEmpty() ? otherwise : text;
    }

    /** Deep merge: maps are merged, everything else is replaced. */
    static Map<String, Object> over(Map<String, Object> below, Map<String, Object> above) {
        Map<String, Object> result = new LinkedHashMap<>(below);
        above.forEach((key, value) -> result.merge(key, value, Values::merged));
        return result;
    }

    @SuppressWarnings("unchecked") // values are plain data with text keys: SpecCheck
    private static Object merged(Object below, Object above) {
        return below instanceof Map<?, ?> && above instanceof Map<?, ?>
                ? over((Map<String, Object>) below, (Map<String, Object>) above)
                : above;
    }
}
