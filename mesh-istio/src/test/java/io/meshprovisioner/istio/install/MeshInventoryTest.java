package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.MeshReport;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeshInventoryTest {
    private static final Step STEP = new StandingStep();

    private final FakeCluster cluster = new FakeCluster();
    private final IstioInstaller installer = new IstioInstaller();

    @BeforeEach
    void mesh() throws Exception {
        release("istio-system", "istio-base", "base-1.30.3", "f1");
        release("istio-system", "istiod", "istiod-1.30.3", "f2");
        release("istio-system", "istio-ingressgateway", "gateway-1.30.3", "f3");
        release("shop", "shop", "shop-1.0.0", "");
        cluster.put("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: istio-system, labels: {app.kubernetes.io/managed-by: mesh-provisioner}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: istio-ingressgateway, namespace: istio-system}
                spec: {type: LoadBalancer}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: shop}
                spec: {type: LoadBalancer}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: was-one, namespace: shop, finalizers: [service.kubernetes.io/load-balancer-cleanup]}
                spec: {type: ClusterIP}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: inner, namespace: shop}
                spec: {type: ClusterIP}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-ca-root-cert, namespace: shop, labels: {istio.io/config: "true"}}
                """);
    }

    @Test
    void fromAClusterThatGoesEverybodysLoadBalancersMustGoFirst() {
        assertThat(installer.inventory(cluster, new io.meshprovisioner.spi.Departure("shop", false, false), STEP))
                .extracting(removal -> removal.id().name())
                .containsExactly("istio-system/istio-ingressgateway", "shop/shop", "shop/was-one");
    }

    @Test
    void aServiceIsGoneOnlyWhenItsLoadBalancerIs() {
        ObjectKey key = ObjectKey.of("v1", "Service", "shop", "shop");
        cluster.held.add(key);
        Removal removal = installer
                .inventory(cluster, new io.meshprovisioner.spi.Departure("shop", false, false), STEP)
                .get(1);
        assertThat(removal.remove(STEP)).isInstanceOf(Removed.Going.class);
        assertThat(removal.remove(STEP)).isInstanceOf(Removed.Going.class);
        assertThat(cluster.changes).as("asked for once").containsExactly("delete Service shop/shop");
        cluster.objects.remove(key);
        assertThat(removal.remove(STEP)).isEqualTo(new Removed.Gone());
    }

    @Test
    void fromAClusterThatStaysOnlyWhatIsOursGoesAndInOrder() {
        List<Removal> removals =
                installer.inventory(cluster, new io.meshprovisioner.spi.Departure("shop", true, false), STEP);
        assertThat(removals)
                .extracting(removal -> removal.id().toString())
                .containsExactlyInAnyOrder(
                        "helm:Base istio-system/istio-base",
                        "helm:Istiod istio-system/istiod",
                        "helm:Gateway istio-system/istio-ingressgateway",
                        "kubernetes:LoadBalancerService istio-system/istio-ingressgateway",
                        "kubernetes:ConfigMap shop/istio-ca-root-cert",
                        "kubernetes:Namespace istio-system");
        assertThat(after(removals, "helm:Istiod")).contains("helm:Gateway");
        assertThat(after(removals, "helm:Base")).contains("helm:Istiod");
        assertThat(after(removals, "kubernetes:Namespace")).contains("helm:Base", "kubernetes:LoadBalancerService");
        removals.forEach(removal -> removal.remove(STEP));
        assertThat(cluster.releases).containsOnlyKeys("shop/shop");
        assertThat(installer.inventory(cluster, new io.meshprovisioner.spi.Departure("shop", true, false), STEP))
                .isEmpty();
    }

    /** G2.3: its finalizer is the operator's to take away, so the operator goes last. */
    @Test
    void anIstioOperatorGoesBeforeTheOperatorAndBeforeTheServicesItWouldMakeAnew() throws Exception {
        ObjectKey key = istioOperator();
        List<Removal> going =
                installer.inventory(cluster, new io.meshprovisioner.spi.Departure("shop", false, false), STEP);
        assertThat(after(going, Kinds.SERVICE)).contains(Kinds.ISTIO_OPERATOR);
        List<Removal> removals =
                installer.inventory(cluster, new io.meshprovisioner.spi.Departure("shop", true, false), STEP);
        assertThat(after(removals, Kinds.OPERATOR)).containsExactly(Kinds.ISTIO_OPERATOR);
        assertThat(after(removals, Kinds.NAMESPACE)).contains(Kinds.OPERATOR, Kinds.OPERATED + "Deployment");

        cluster.put(operatorPod("istio-system,other"));
        Removal asked = only(removals, Kinds.ISTIO_OPERATOR);
        assertThat(asked.remove(STEP)).isInstanceOf(Removed.Going.class);
        assertThat(asked.remove(STEP)).isEqualTo(new Removed.Going("its operator removes what it made"));
        cluster.objects.remove(key);
        assertThat(asked.remove(STEP)).isEqualTo(new Removed.Gone());
        assertThat(cluster.changes).containsExactly("delete " + key);
    }

    @Test
    void whereNoOperatorHeedsItTheFinalizerIsTakenAwayAndWhatWasMadeIsRemoved() throws Exception {
        ObjectKey key = istioOperator();
        cluster.put(operatorPod("elsewhere"));
        List<Removal> removals =
                installer.inventory(cluster, new io.meshprovisioner.spi.Departure("shop", true, false), STEP);
        Removal asked = only(removals, Kinds.ISTIO_OPERATOR);
        assertThat(asked.remove(STEP)).isInstanceOf(Removed.Going.class);
        assertThat(asked.remove(STEP)).isEqualTo(new Removed.Gone());
        assertThat(cluster.objects).doesNotContainKey(key);
        only(removals, Kinds.OPERATED + "Deployment").remove(STEP);
        assertThat(cluster.objects).doesNotContainKey(ObjectKey.of("apps/v1", "Deployment", "istio-system", "istiod"));
    }

    private ObjectKey istioOperator() throws Exception {
        release("istio-operator", "istio-operator", "istio-operator-1.9.3", "f4");
        cluster.put("""
                apiVersion: install.istio.io/v1alpha1
                kind: IstioOperator
                metadata: {name: istio, namespace: istio-system, labels: {mesh-provisioner/part: istio}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: istiod
                  namespace: istio-system
                  labels:
                    install.operator.istio.io/owning-resource: istio
                    install.operator.istio.io/owning-resource-namespace: istio-system
                """);
        cluster.held.add(IstioOperatorResource.KEY);
        return IstioOperatorResource.KEY;
    }

    private static String operatorPod(String watched) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: o, namespace: istio-operator, labels: {name: istio-operator}},"
                + " spec: {containers: [{name: o, env: [{name: WATCH_NAMESPACE, value: '" + watched + "'}]}]},"
                + " status: {conditions: [{type: Ready, status: 'True'}]}}";
    }

    private static Removal only(List<Removal> removals, String kind) {
        return removals.stream()
                .filter(removal -> removal.id().kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNamespaceWithSomebodyElsesReleaseStays() {
        release("istio-system", "kiali", "kiali-2.0.0", "");
        assertThat(installer.inventory(cluster, new io.meshprovisioner.spi.Departure("shop", true, false), STEP))
                .extracting(removal -> removal.id().kind())
                .doesNotContain("kubernetes:Namespace");
    }

    @Test
    void theReportNamesWhatIsNotWell() throws Exception {
        cluster.put("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istiod, namespace: istio-system, generation: 1, labels: {app: istiod}}
                spec:
                  replicas: 1
                  template: {spec: {containers: [{name: discovery, image: "docker.io/istio/pilot:1.30.3-distroless"}]}}
                status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, conditions: [{type: Available, status: "True"}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istio-ingressgateway, namespace: istio-system, generation: 1}
                spec:
                  replicas: 2
                  template: {metadata: {labels: {istio: ingressgateway}, annotations: {inject.istio.io/templates: gateway}}}
                status: {observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 1}
                """);
        MeshReport report = installer.report(cluster, STEP);
        assertThat(report.version()).isEqualTo("1.30.3");
        assertThat(report.ready()).isFalse();
        assertThat(report.components()).hasSize(2);
        assertThat(report.components().get(0).problem()).contains("istio-sidecar-injector is not there");
        assertThat(report.components().get(1).problem()).contains("has 1 of 2 pods");
    }

    @Test
    void aClusterWithoutAMeshHasAnEmptyReport() {
        MeshReport report = installer.report(new FakeCluster(), STEP);
        assertThat(report.version()).isEmpty();
        assertThat(report.ready()).isFalse();
    }

    private static java.util.Set<String> after(List<Removal> removals, String kind) {
        return removals.stream()
                .filter(removal -> removal.id().kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .after();
    }

    private void release(String namespace, String name, String chart, String fingerprint) {
        cluster.releases.put(
                namespace + "/" + name, new Release(namespace, name, 1, "deployed", chart, "1.30.3", fingerprint));
    }
}
