package io.meshprovisioner.benchmarks.model;

import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettingsTLSmode;
import io.fabric8.istio.api.api.networking.v1alpha3.ServerTLSSettingsTLSmode;
import io.fabric8.istio.api.api.networking.v1alpha3.StringMatchBuilder;
import io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicyAction;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.DestinationRuleBuilder;
import io.fabric8.istio.api.networking.v1.Gateway;
import io.fabric8.istio.api.networking.v1.GatewayBuilder;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.istio.api.networking.v1.VirtualServiceBuilder;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import io.fabric8.istio.api.security.v1.AuthorizationPolicyBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** The same objects, built with fabric8's builders. */
final class TheirObjects {
    private TheirObjects() {}

    static List<HasMetadata> build() {
        return List.of(reviews(), pool(), open(), viewers());
    }

    static VirtualService reviews() {
        return new VirtualServiceBuilder()
                .withNewMetadata()
                .withName("reviews")
                .withNamespace("bookinfo")
                .endMetadata()
                .withNewSpec()
                .addToHosts("reviews")
                .addNewHttp()
                .addNewMatch()
                .addToHeaders(
                        "end-user",
                        new StringMatchBuilder()
                                .withNewStringMatchExactType("jason")
                                .build())
                .withNewUri()
                .withNewStringMatchPrefixType("/reviews")
                .endUri()
                .endMatch()
                .addNewRoute()
                .withNewDestination()
                .withHost("reviews")
                .withSubset("v2")
                .endDestination()
                .endRoute()
                .endHttp()
                .addNewHttp()
                .withName("split")
                .addNewRoute()
                .withNewDestination()
                .withHost("reviews")
                .withSubset("v1")
                .endDestination()
                .withWeight(90)
                .endRoute()
                .addNewRoute()
                .withNewDestination()
                .withHost("reviews")
                .withSubset("v3")
                .endDestination()
                .withWeight(10)
                .endRoute()
                .withTimeout("2s")
                .withNewRetries()
                .withAttempts(3)
                .withPerTryTimeout("0.5s")
                .withRetryOn("gateway-error,connect-failure")
                .endRetries()
                .endHttp()
                .endSpec()
                .build();
    }

    static DestinationRule pool() {
        return new DestinationRuleBuilder()
                .withNewMetadata()
                .withName("reviews")
                .withNamespace("bookinfo")
                .endMetadata()
                .withNewSpec()
                .withHost("reviews")
                .addNewSubset()
                .withName("v1")
                .addToLabels("version", "v1")
                .endSubset()
                .addNewSubset()
                .withName("v3")
                .addToLabels("version", "v3")
                .withNewTrafficPolicy()
                .withNewLoadBalancer()
                .withNewLoadBalancerSettingsConsistentHashLbPolicy()
                .withNewConsistentHash()
                .withNewLoadBalancerSettingsConsistentHashLBHttpHeaderNameKey("x-user")
                .endConsistentHash()
                .endLoadBalancerSettingsConsistentHashLbPolicy()
                .endLoadBalancer()
                .endTrafficPolicy()
                .endSubset()
                .withNewTrafficPolicy()
                .withNewConnectionPool()
                .withNewTcp()
                .withMaxConnections(100)
                .endTcp()
                .endConnectionPool()
                .withNewOutlierDetection()
                .withConsecutive5xxErrors(5)
                .withBaseEjectionTime("30s")
                .endOutlierDetection()
                .withNewTls()
                .withMode(ClientTLSSettingsTLSmode.ISTIO_MUTUAL)
                .endTls()
                .addNewPortLevelSetting()
                .withNewPort(9443L)
                .withNewTls()
                .withMode(ClientTLSSettingsTLSmode.SIMPLE)
                .withSni("reviews")
                .endTls()
                .endPortLevelSetting()
                .endTrafficPolicy()
                .endSpec()
                .build();
    }

    static Gateway open() {
        return new GatewayBuilder()
                .withNewMetadata()
                .withName("public")
                .withNamespace("bookinfo")
                .endMetadata()
                .withNewSpec()
                .addToSelector("istio", "ingressgateway")
                .addNewServer()
                .withNewPort()
                .withNumber(80L)
                .withName("http")
                .withProtocol("HTTP")
                .endPort()
                .withNewTls()
                .withHttpsRedirect(true)
                .endTls()
                .addToHosts("*.example.com")
                .endServer()
                .addNewServer()
                .withNewPort()
                .withNumber(443L)
                .withName("https")
                .withProtocol("HTTPS")
                .endPort()
                .withNewTls()
                .withMode(ServerTLSSettingsTLSmode.SIMPLE)
                .withCredentialName("example-cert")
                .endTls()
                .addToHosts("*.example.com")
                .endServer()
                .endSpec()
                .build();
    }

    static AuthorizationPolicy viewers() {
        return new AuthorizationPolicyBuilder()
                .withNewMetadata()
                .withName("viewers")
                .withNamespace("bookinfo")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "reviews")
                .endSelector()
                .withAction(AuthorizationPolicyAction.ALLOW)
                .addNewRule()
                .addNewFrom()
                .withNewSource()
                .addToPrincipals("cluster.local/ns/bookinfo/sa/productpage")
                .endSource()
                .endFrom()
                .addNewTo()
                .withNewOperation()
                .addToMethods("GET")
                .endOperation()
                .endTo()
                .endRule()
                .endSpec()
                .build();
    }
}
