package io.meshprovisioner.testkit.realcluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Controller;
import io.meshprovisioner.testkit.kube.control.Controllers;
import io.meshprovisioner.testkit.kube.control.Key;
import io.meshprovisioner.testkit.kube.control.Kind;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs the sandbox's actors on a real API server: it looks at what they care for ten times a second. */
final class Actors implements AutoCloseable {
    private static final List<Kind> WATCHED = List.of(
            Kind.NAMESPACE,
            Kind.NODE,
            Kind.SERVICE,
            Kind.POD,
            Kind.CONFIG_MAP,
            Kind.DEPLOYMENT,
            Kind.MUTATING_WEBHOOK,
            Kind.VALIDATING_WEBHOOK,
            new Kind("install.istio.io/v1alpha1", "IstioOperator", "istiooperators.install.istio.io"));

    private final List<Controller> controllers = Controllers.forRealControlPlane();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final RealApi api;
    private final IstiodServer istiod;
    private Map<String, Seen> seen = new HashMap<>();

    private record Seen(String storage, ObjectNode object) {}

    Actors(ApiClient client, OperatorImage image) {
        this.istiod = new IstiodServer();
        this.api = new RealApi(
                client,
                image,
                istiod.root(),
                (controller, wanted) -> thread.schedule(
                        () -> quietly(() -> reconcile(controller, wanted.key())),
                        wanted.delay().toMillis(),
                        TimeUnit.MILLISECONDS));
        thread.scheduleWithFixedDelay(() -> quietly(this::look), 0, 100, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Map<String, Seen> now = new HashMap<>();
        for (Kind kind : WATCHED) {
            for (ObjectNode object : api.list(kind)) {
                now.put(Trees.uid(object), new Seen(kind.storage(), object));
            }
        }
        Map<String, Seen> before = seen;
        seen = now;
        now.forEach((uid, is) -> {
            Seen was = before.get(uid);
            if (was == null || !was.object().equals(is.object())) {
                tell(new Controller.Change(is.storage(), was == null ? null : was.object(), is.object()));
            }
        });
        before.forEach((uid, was) -> {
            if (!now.containsKey(uid)) {
                tell(new Controller.Change(was.storage(), was.object(), null));
            }
        });
        istiod.serve(api);
    }

    private void tell(Controller.Change change) {
        for (Controller controller : controllers) {
            controller.observe(api, change, key -> quietly(() -> reconcile(controller, key)));
        }
    }

    private void reconcile(Controller controller, Key key) {
        controller.reconcile(api, key);
    }

    /** An actor that fails, as one does while the server goes, must not end the others. */
    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            System.getLogger(Actors.class.getName()).log(System.Logger.Level.WARNING, "An actor failed.", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        istiod.close();
    }
}
