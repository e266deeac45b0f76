package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.function.Consumer;

/** HorizontalPodAutoscalers without metrics: replicas are kept between the bounds. */
final class AutoscalerController implements Controller {

    @Override
    public String name() {
        return "autoscaler";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.AUTOSCALER) && !change.deleted()) {
            queue.accept(Key.of(change.latest()));
        } else if (change.of(Kind.DEPLOYMENT) && !change.deleted()) {
            for (ObjectNode scaler : api.list(Kind.AUTOSCALER, Trees.namespace(change.latest()))) {
                if (Trees.text(scaler, "spec", "scaleTargetRef", "name").equals(Trees.name(change.latest()))) {
                    queue.accept(Key.of(scaler));
                }
            }
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.AUTOSCALER, key.namespace(), key.name()).ifPresent(scaler -> {
            JsonNode target = Trees.at(scaler, "spec", "scaleTargetRef");
            if (Trees.text(target, "kind").equals("Deployment")) {
                api.get(Kind.DEPLOYMENT, key.namespace(), Trees.text(target, "name"))
                        .ifPresent(deployment -> bound(api, scaler, deployment));
            }
        });
    }

    private static void bound(Api api, ObjectNode scaler, ObjectNode deployment) {
        int replicas = Trees.at(deployment, "spec", "replicas").asInt(1);
        int least = Trees.at(scaler, "spec", "minReplicas").asInt(1);
        int most = Trees.at(scaler, "spec", "maxReplicas").asInt(least);
        // Zero replicas switch an autoscaler off.
        int desired = replicas == 0 ? 0 : Math.max(least, Math.min(most, replicas));
        if (desired != replicas) {
            ObjectNode changed = deployment.deepCopy();
            Trees.with(changed, "spec").put("replicas", desired);
            api.update(changed, Workloads.MANAGER);
        }
        ObjectNode changed = Trees.writable(scaler);
        ObjectNode status = Trees.with(changed, "status");
        status.put("currentReplicas", replicas).put("desiredReplicas", desired);
        Conditions.set(
                status,
                api.now(),
                "AbleToScale",
                true,
                "SucceededGetScale",
                "the HPA controller was able to get the target's current scale");
        Conditions.set(
                status,
                api.now(),
                "ScalingActive",
                false,
                "FailedGetResourceMetric",
                "the HPA was unable to compute the replica count: unable to get metrics: no metrics are simulated");
        api.updateStatus(changed);
    }
}
