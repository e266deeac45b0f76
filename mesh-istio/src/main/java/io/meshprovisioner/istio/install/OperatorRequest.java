package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.model.IstioOperator;
import io.meshprovisioner.istio.model.OperatorComponent;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.OperatorSpec;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is asked for, in the words of the operator: the values of its chart, and the IstioOperator. */
record OperatorRequest(IstioSpec spec, OperatorSpec operator) {
    private static final String INGRESS = GatewaySpec.ingress().name();

    /** Of the operator's own image, and of the others where the values say nothing else. */
    String hub() {
        return operator.hub().or(() -> spec.images().hub()).orElse(Values.HUB);
    }

    String tag() {
        return operator.tag().or(() -> spec.images().tag()).orElse(spec.version());
    }

    /** The values that the chart has; newer charts go by the release's namespace and leave two of them unread. */
    Map<String, Object> chartValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("hub", hub());
        values.put("tag", tag());
        values.putAll(Values.pullSecrets(spec.images()));
        values.put("operatorNamespace", operator.operatorNamespace());
        values.put("watchedNamespaces", String.join(",", operator.watchedNamespaces()));
        return values;
    }

    /**
     * The IstioOperator. Its hub and tag are always said: the charts that an operator holds default to test images as
     * those of the archive do.
     */
    IstioOperator istioOperator() {
        Map<String, Object> images = Values.images(spec, hub(), tag());
        IstioOperator asked = IstioOperator.named(IstioOperatorResource.NAME)
                .profile(spec.profile().istioName())
                .hub(new Tree(images).text("global", "hub"))
                .tag(new Tree(images).text("global", "tag"));
        Map<String, Object> secrets = Values.pullSecrets(spec.images());
        Map<String, Object> values = Values.over(
                Values.over(
                        Values.over(
                                secrets.isEmpty() ? Map.of() : Map.of("global", secrets), Values.trust(spec.trust())),
                        SettingValues.of(spec.settings())),
                spec.values());
        if (!values.isEmpty()) {
            asked = asked.values(values);
        }
        if (spec.cni()) {
            asked = asked.component("cni", component -> component.enabled(true));
        }
        // The profile's gateway is there unless it is switched off by name.
        if (spec.gateways().stream().noneMatch(gateway -> gateway.name().equals(INGRESS))) {
            asked = asked.ingressGateway(INGRESS, gateway -> gateway.enabled(false));
        }
        for (GatewaySpec gateway : spec.gateways()) {
            asked = asked.ingressGateway(gateway.name(), component -> described(component, gateway));
        }
        return asked;
    }

    /** Without labels of its own, each gateway would select the pods of every other. */
    private static OperatorComponent described(OperatorComponent component, GatewaySpec gateway) {
        OperatorComponent described = component.enabled(true).namespace(gateway.namespace());
        if (!gateway.name().equals(INGRESS)) {
            described = described.label(Values.gatewayLabels(gateway));
        }
        Map<String, Object> k8s = new LinkedHashMap<>();
        if (!gateway.annotations().isEmpty()) {
            k8s.put("serviceAnnotations", gateway.annotations());
        }
        Values.serviceType(gateway).ifPresent(type -> k8s.put("service", Map.of("type", type)));
        k8s.putAll(PodValues.component(gateway.pods()));
        return k8s.isEmpty() ? described : described.k8s(k8s);
    }

    /** The Deployments of istiod and of the gateways, and the CNI plug-in's agents. */
    List<ObjectKey> workloads() {
        List<ObjectKey> workloads = new ArrayList<>();
        if (spec.profile() != IstioProfile.EMPTY) {
            workloads.add(ObjectKey.of("apps/v1", "Deployment", Values.NAMESPACE, "istiod"));
        }
        if (spec.cni()) {
            workloads.add(ObjectKey.of("apps/v1", "DaemonSet", Values.NAMESPACE, "istio-cni-node"));
        }
        spec.gateways()
                .forEach(gateway ->
                        workloads.add(ObjectKey.of("apps/v1", "Deployment", gateway.namespace(), gateway.name())));
        return workloads;
    }
}
