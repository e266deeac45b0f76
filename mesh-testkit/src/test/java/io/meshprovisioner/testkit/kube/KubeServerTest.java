package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.apis.VersionApi;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Status;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official Java client against the HTTPS server. */
class KubeServerTest {
    private final TestWorld test = new TestWorld("1.34");
    private ApiClient client;

    @BeforeEach
    void connect() throws Exception {
        client = Config.fromConfig(new StringReader(test.server().kubeconfig(TestWorld.KEY, TestWorld.TOKEN)));
        client.setReadTimeout(20_000);
    }

    @AfterEach
    void close() {
        client.getHttpClient().dispatcher().executorService().shutdown();
        client.getHttpClient().connectionPool().evictAll();
        test.close();
    }

    @Test
    void objectsComeAndGo() throws Exception {
        CoreV1Api core = new CoreV1Api(client);
        assertThat(new VersionApi(client).getCode().execute().getMinor()).isEqualTo("34");
        core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name("shop")))
                .execute();
        V1ConfigMap made = core.createNamespacedConfigMap(
                        "shop",
                        new V1ConfigMap().metadata(new V1ObjectMeta().name("a")).data(Map.of("k", "v")))
                .execute();
        assertThat(made.getMetadata().getUid()).hasSize(36);
        made.getData().put("k", "w");
        assertThat(core.replaceNamespacedConfigMap("a", "shop", made).execute().getData())
                .containsEntry("k", "w");
        assertThatThrownBy(
                        () -> core.replaceNamespacedConfigMap("a", "shop", made).execute())
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getCode()).isEqualTo(409));
        assertThat(core.listNamespacedConfigMap("shop").execute().getItems()).hasSize(2);
        V1Status gone = core.deleteNamespacedConfigMap("a", "shop").execute();
        assertThat(gone.getStatus()).isEqualTo("Success");
        assertThatThrownBy(() -> core.readNamespacedConfigMap("a", "shop").execute())
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getCode()).isEqualTo(404));
    }

    @Test
    void aDeploymentIsAppliedAndComesUp() throws Exception {
        test.withNodes(2).advance(Duration.ofSeconds(30));
        AppsV1Api apps = new AppsV1Api(client);
        V1Deployment applied = PatchUtils.patch(
                V1Deployment.class,
                () -> apps.patchNamespacedDeployment("web", "default", new V1Patch(Manifests.deployment("web", 2)))
                        .fieldManager("test")
                        .buildCall(null),
                V1Patch.PATCH_FORMAT_APPLY_YAML,
                client);
        assertThat(applied.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        test.advance(Duration.ofSeconds(30));
        assertThat(apps.readNamespacedDeployment("web", "default")
                        .execute()
                        .getStatus()
                        .getReadyReplicas())
                .isEqualTo(2);
    }

    @Test
    void aWatchTellsWhatHappensFromARevisionOn() throws Exception {
        CoreV1Api core = new CoreV1Api(client);
        String revision =
                core.listNamespacedConfigMap("default").execute().getMetadata().getResourceVersion();
        CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> {
            List<String> events = new ArrayList<>();
            try (Watch<V1ConfigMap> watch = Watch.createWatch(
                    client,
                    core.listNamespacedConfigMap("default")
                            .watch(true)
                            .resourceVersion(revision)
                            .labelSelector("app=x")
                            .timeoutSeconds(10)
                            .buildCall(null),
                    new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
                for (Watch.Response<V1ConfigMap> event : watch) {
                    events.add(event.type + " " + event.object.getMetadata().getName());
                    if (event.type.equals("DELETED")) {
                        break;
                    }
                }
            } catch (Exception e) {
                events.add(e.toString());
            }
            return events;
        });
        V1ConfigMap made = core.createNamespacedConfigMap(
                        "default",
                        new V1ConfigMap().metadata(new V1ObjectMeta().name("a").labels(Map.of("app", "x"))))
                .execute();
        core.createNamespacedConfigMap("default", new V1ConfigMap().metadata(new V1ObjectMeta().name("other")))
                .execute();
        core.replaceNamespacedConfigMap("a", "default", made.data(Map.of("k", "v")))
                .execute();
        core.deleteNamespacedConfigMap("a", "default").execute();
        assertThat(seen.get(15, TimeUnit.SECONDS)).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
    }

    @Test
    void aWatchFromAForgottenRevisionIsTold() throws Exception {
        CoreV1Api core = new CoreV1Api(client);
        try (Watch<V1ConfigMap> watch = Watch.createWatch(
                client,
                core.listNamespacedConfigMap("default")
                        .watch(true)
                        .resourceVersion("0")
                        .timeoutSeconds(1)
                        .buildCall(null),
                new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
            List<String> types = new ArrayList<>();
            for (Watch.Response<V1ConfigMap> event : watch) {
                types.add(event.type);
            }
            assertThat(types).containsExactly("ADDED");
        }
    }

    @Test
    void nothingStaysBehindWhenItCloses() throws Exception {
        CoreV1Api core = new CoreV1Api(client);
        Watch<V1ConfigMap> watch = Watch.createWatch(
                client,
                core.listConfigMapForAllNamespaces().watch(true).buildCall(null),
                new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType());
        assertThat(watch.hasNext()).isTrue();
        test.server().close();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Set<String> left = ours();
        while (!left.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(50);
            left = ours();
        }
        assertThat(left).isEmpty();
        watch.close();
    }

    private static Set<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mesh-kube-watch") || name.startsWith("XNIO"))
                .collect(Collectors.toSet());
    }
}
