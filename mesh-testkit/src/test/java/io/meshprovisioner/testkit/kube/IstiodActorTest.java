package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Response;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cluster with istiod does to pods. */
class IstiodActorTest {
    private static final String PODS = "/api/v1/namespaces/shop/pods";
    private final TestWorld test = new TestWorld("1.34");

    @AfterEach
    void close() {
        test.close();
    }

    @BeforeEach
    void install() {
        test.withNodes(2).advance(Duration.ofSeconds(30));
        post("/api/v1/namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}");
        post(
                "/api/v1/namespaces",
                "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}");
        post("/api/v1/namespaces/istio-system/services", """
                apiVersion: v1
                kind: Service
                metadata: {name: istiod}
                spec: {selector: {app: istiod}, ports: [{port: 443, targetPort: 15017}]}
                """);
        post("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: istio-sidecar-injector, labels: {istio.io/rev: default}}
                webhooks:
                - name: namespace.sidecar-injector.istio.io
                  clientConfig: {service: {name: istiod, namespace: istio-system, path: /inject}}
                  sideEffects: None
                  admissionReviewVersions: [v1]
                  failurePolicy: Fail
                  rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
                  namespaceSelector: {matchLabels: {istio-injection: enabled}}
                """);
    }

    private ObjectNode post(String path, String yaml) {
        Response response = test.call("POST", path, Manifests.json(yaml));
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return Trees.parse(response.text());
    }

    private void startIstiod() {
        post("/apis/apps/v1/namespaces/istio-system/deployments", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istiod}
                spec:
                  selector: {matchLabels: {app: istiod}}
                  template:
                    metadata: {labels: {app: istiod, istio.io/rev: default}}
                    spec:
                      containers:
                      - {name: discovery, image: "docker.io/istio/pilot:1.30.3", readinessProbe: {httpGet: {port: 8080}}}
                """);
    }

    private static String pod(String name, String image) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name
                + "}, spec: {containers: [{name: istio-proxy, image: " + image + "}]}}";
    }

    @Test
    void podsAreRefusedUntilIstiodAnswersAndThenInjected() {
        String app = pod("app", "nginx").replace("istio-proxy", "main");
        Response refused = test.call("POST", PODS, Manifests.json(app));
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text())
                .contains(
                        "failed calling webhook \\\"namespace.sidecar-injector.istio.io\\\": failed to call webhook: Post"
                                + " \\\"https://istiod.istio-system.svc:443/inject?timeout=10s\\\": no endpoints available for"
                                + " service \\\"istiod\\\"");
        startIstiod();
        test.advance(Duration.ofSeconds(20));
        assertThat(test.call("POST", PODS, Manifests.json(app)).status()).isEqualTo(500);
        test.advance(Duration.ofSeconds(15));
        ObjectNode injected = post(PODS, app);
        assertThat(Trees.objects(Trees.at(injected, "spec", "containers")))
                .extracting(container -> Trees.text(container, "image"))
                .containsExactly("nginx", "docker.io/istio/proxyv2:1.30.3");
        assertThat(test.call("GET", "/api/v1/namespaces/shop/configmaps/istio-ca-root-cert", "")
                        .status())
                .isEqualTo(200);
        assertThat(test.call("GET", "/api/v1/namespaces/istio-system/secrets/istio-ca-secret", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void istiodRefusesWhatItsReleaseDoes() {
        startIstiod();
        post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: virtualservices.networking.istio.io}
                spec:
                  group: networking.istio.io
                  scope: Namespaced
                  names: {plural: virtualservices, singular: virtualservice, kind: VirtualService}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """);
        post("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: istio-validator-istio-system, labels: {istio.io/rev: default}}
                webhooks:
                - name: rev.validation.istio.io
                  clientConfig: {service: {name: istiod, namespace: istio-system, path: /validate}}
                  sideEffects: None
                  admissionReviewVersions: [v1]
                  failurePolicy: Ignore
                  rules: [{operations: [CREATE, UPDATE], apiGroups: [networking.istio.io], apiVersions: ["*"], resources: ["*"]}]
                """);
        String path = "/apis/networking.istio.io/v1/namespaces/default/virtualservices";
        String wrong =
                "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: NAME}, spec: {hosts:"
                        + " [a], http: [{redirect: {uri: /x}, route: [{destination: {host: a}}]}]}}";
        post(path, wrong.replace("NAME", "before"));
        test.advance(Duration.ofSeconds(40));
        Response denied = test.call("POST", path, Manifests.json(wrong.replace("NAME", "after")));
        assertThat(denied.status()).isEqualTo(400);
        assertThat(denied.text())
                .contains(
                        "admission webhook \\\"rev.validation.istio.io\\\" denied the request: configuration is invalid");
    }

    @Test
    void aGatewaysAutomaticImageIsFilledInOrStaysStuck() {
        startIstiod();
        test.advance(Duration.ofSeconds(40));
        ObjectNode gateway = post(PODS, pod("gateway", "auto"));
        assertThat(Trees.text(Trees.at(gateway, "spec", "containers").path(0), "image"))
                .isEqualTo("docker.io/istio/proxyv2:1.30.3");
        post("/api/v1/namespaces/default/pods", pod("stuck", "auto"));
        test.advance(Duration.ofSeconds(60));
        ObjectNode stuck = Trees.parse(
                test.call("GET", "/api/v1/namespaces/default/pods/stuck", "").text());
        assertThat(Trees.text(Trees.at(stuck, "status", "containerStatuses").path(0), "state", "waiting", "reason"))
                .isEqualTo("ImagePullBackOff");
        assertThat(Trees.text(stuck, "status", "phase")).isEqualTo("Pending");
    }
}
