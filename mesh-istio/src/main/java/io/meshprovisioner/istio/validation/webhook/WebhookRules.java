package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.finding.Finding;
import io.meshprovisioner.istio.validation.finding.Layer;
import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import java.util.List;
import java.util.Map;

/** All rules of the webhook, by kind. */
public final class WebhookRules {
    private static final Map<String, KindRules> BY_KIND = Map.ofEntries(
            Map.entry("VirtualService", new VirtualServiceRules()),
            Map.entry("DestinationRule", new DestinationRuleRules()),
            Map.entry("Gateway", new GatewayRules()),
            Map.entry("ServiceEntry", new ServiceEntryRules()),
            Map.entry("Sidecar", new SidecarRules()),
            Map.entry("WorkloadEntry", new WorkloadEntryRules()),
            Map.entry("WorkloadGroup", new WorkloadGroupRules()),
            Map.entry("EnvoyFilter", new EnvoyFilterRules()),
            Map.entry("ProxyConfig", WorkloadRules::checkProxyConfig),
            Map.entry("AuthorizationPolicy", new AuthorizationPolicyRules()),
            Map.entry("PeerAuthentication", new PeerAuthenticationRules()),
            Map.entry("RequestAuthentication", new RequestAuthenticationRules()),
            Map.entry("Telemetry", new TelemetryRules()),
            Map.entry("WasmPlugin", WorkloadRules::checkWasmPlugin),
            Map.entry("TrafficExtension", new ExtensionRules()));

    private WebhookRules() {}

    /**
     * What the webhook says about an object whose values could all be decoded. A kind without rules gets no finding.
     *
     * @param resource whose text names the object in findings
     * @param namespace where the object will live
     */
    public static List<Finding> check(Node object, Object resource, String namespace, Release release) {
        KindRules rules = BY_KIND.get(object.text("kind"));
        if (rules == null) {
            return List.of();
        }
        Report report = Report.of(Layer.WEBHOOK, resource);
        Context context = new Context(object, namespace, release, report);
        if (ReservedAnnotations.check(context)) {
            rules.check(context);
        }
        return report.findings();
    }
}
