package io.meshprovisioner.istio.validation.analysis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All questions, under the names that {@code istioctl analyze} gives them. */
public final class Analyzers {
    private static final String ALPHA = "annotations.AlphaAnalyzer";
    private static final Map<String, Analyzer> BY_NAME = byName();

    private Analyzers() {}

    /** Asks every question that is asked by default. */
    public static void analyze(World world, Reporter reporter) {
        BY_NAME.forEach((name, analyzer) -> {
            if (!name.equals(ALPHA)) {
                analyzer.analyze(world, reporter);
            }
        });
    }

    /** Asks one question. */
    static void analyze(String name, World world, Reporter reporter) {
        Analyzer analyzer = BY_NAME.get(name);
        if (analyzer == null) {
            throw new IllegalArgumentException("there is no analyzer " + name + "; there are " + names());
        }
        analyzer.analyze(world, reporter);
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    private static Map<String, Analyzer> byName() {
        Map<String, Analyzer> all = new LinkedHashMap<>();
        all.put("schema.ValidationAnalyzer", new SchemaAnalyzer());
        all.put("virtualservice.DestinationHostAnalyzer", DestinationAnalyzers::hosts);
        all.put("virtualservice.DestinationRuleAnalyzer", DestinationAnalyzers::subsets);
        all.put("virtualservice.GatewayAnalyzer", VirtualServiceAnalyzers::gateways);
        all.put("virtualservice.ConflictingMeshGatewayHostsAnalyzer", VirtualServiceAnalyzers::meshHosts);
        all.put("virtualservice.JWTClaimRouteAnalyzer", VirtualServiceAnalyzers::claimRoutes);
        all.put("destinationrule.CaCertificateAnalyzer", DestinationRuleAnalyzers::serverVerification);
        all.put("destinationrule.SubsetSelectPodAnalyzer", DestinationRuleAnalyzers::subsets);
        all.put("gateway.IngressGatewayPortAnalyzer", GatewayAnalyzers::ports);
        all.put("gateway.CertificateAnalyzer", GatewayAnalyzers::certificates);
        all.put("gateway.SecretAnalyzer", new CredentialAnalyzer());
        all.put("gateway.ConflictingGatewayAnalyzer", GatewayAnalyzers::conflicts);
        all.put("auth.AuthorizationPoliciesAnalyzer", PolicyAnalyzers::authorization);
        all.put("authn.BlockedCIDRsAnalyzer", PolicyAnalyzers::blockedAddresses);
        all.put("k8sgateway.SelectorAnalyzer", PolicyAnalyzers::gatewaySelectors);
        all.put("k8sgateway.CRDVersionAnalyzer", StatusAnalyzers::gatewayApiVersions);
        all.put("conditions.ConditionAnalyzer", StatusAnalyzers::conditions);
        all.put("deprecation.DeprecationAnalyzer", StatusAnalyzers::deprecations);
        all.put("sidecar.SelectorAnalyzer", SelectorAnalyzers::sidecars);
        all.put("telemetry.SelectorAnalyzer", SelectorAnalyzers::telemetries);
        all.put("telemetry.DefaultSelectorAnalyzer", SelectorAnalyzers::defaultTelemetries);
        all.put("telemetry.ProviderAnalyzer", TelemetryAnalyzers::providers);
        all.put("telemetry.LightstepAnalyzer", TelemetryAnalyzers::lightstep);
        all.put("service.PortNameAnalyzer", ServiceAnalyzers::portNames);
        all.put("serviceentry.Analyzer", ServiceAnalyzers::entryAddresses);
        all.put("deployment.MultiServiceAnalyzer", ServiceAnalyzers::deployments);
        all.put("applicationUID.Analyzer", ServiceAnalyzers::proxyUser);
        all.put("injection.Analyzer", InjectionAnalyzers::namespaces);
        all.put("injection.ImageAnalyzer", InjectionAnalyzers::images);
        all.put("injection.ImageAutoAnalyzer", InjectionAnalyzers::autoImages);
        all.put("envoyfilter.EnvoyPatchAnalyzer", new EnvoyFilterAnalyzer());
        all.put("webhook.Analyzer", WebhookAnalyzers::injectors);
        all.put("externalcontrolplane.ExternalControlPlaneAnalyzer", WebhookAnalyzers::externalControlPlane);
        all.put("meshnetworks.MeshNetworksAnalyzer", new NetworkAnalyzer());
        all.put("annotations.K8sAnalyzer", AnnotationAnalyzers::annotations);
        all.put(ALPHA, AnnotationAnalyzers::alpha);
        return all;
    }
}
