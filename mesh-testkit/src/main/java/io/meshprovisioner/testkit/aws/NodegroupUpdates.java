package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.Nodegroup.Scaling;
import io.meshprovisioner.testkit.aws.Nodegroup.Status;
import io.meshprovisioner.testkit.aws.Nodegroup.Taint;
import io.meshprovisioner.testkit.aws.Nodegroup.Template;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes of a node group: its size, labels and taints, and the rolling replacement by a new version. */
final class NodegroupUpdates {
    private static final Duration CONFIG = Duration.ofSeconds(20);
    private static final Duration CHECK = Duration.ofSeconds(5);

    private NodegroupUpdates() {}

    static void register(EksRoutes routes) {
        String one = "/clusters/{name}/node-groups/{nodegroupName}";
        routes.on("UpdateNodegroupConfig", "POST", one + "/update-config", NodegroupUpdates::config);
        routes.on("UpdateNodegroupVersion", "POST", one + "/update-version", NodegroupUpdates::version);
    }

    private static Nodegroup idle(Site site, EksIn in) {
        Nodegroup group = Nodegroups.find(site, in);
        if (group.status() != Status.ACTIVE && group.status() != Status.DEGRADED) {
            throw AwsError.of(
                            409,
                            "ResourceInUseException",
                            "Nodegroup cannot be updated as it is currently not in Active State (status %s)",
                            group.status())
                    .with("clusterName", group.cluster())
                    .with("nodegroupName", group.name());
        }
        return group;
    }

    private static ObjectNode config(Call call, EksIn in) {
        Site site = call.site();
        Tokens.Outcome outcome = Tokens.once(
                site, "eks:UpdateNodegroupConfig", in.token(), in.fingerprint(), () -> reconfigure(site, in));
        return ClusterUpdates.answer(
                site,
                site.here()
                        .updates
                        .get(in.path("name") + "/" + outcome.resource())
                        .orElseThrow());
    }

    private static String reconfigure(Site site, EksIn in) {
        Nodegroup group = idle(site, in);
        JsonNode body = in.body();
        Scaling scaling = NodegroupChecks.scaling(body.path("scalingConfig"), group.scaling());
        Map<String, String> labels = new TreeMap<>(group.labels());
        labels.putAll(NodegroupChecks.labels(EksIn.map(body.path("labels").path("addOrUpdateLabels"))));
        EksIn.texts(body.path("labels").path("removeLabels")).forEach(labels::remove);
        List<Taint> taints = taints(group, body.path("taints"));
        JsonNode update = body.has("updateConfig") ? body.path("updateConfig") : group.updateConfig();
        Map<String, String> params = new TreeMap<>();
        params.put("MinSize", String.valueOf(scaling.min()));
        params.put("MaxSize", String.valueOf(scaling.max()));
        params.put("DesiredSize", String.valueOf(scaling.desired()));
        EksUpdate made = ClusterUpdates.begin(
                site, group.cluster(), "nodegroup/" + group.name(), "ConfigUpdate", params, site.scaled(CONFIG));
        String key = group.key();
        Nodegroups.put(site, group.withConfig(scaling, labels, taints, update).withStatus(Status.UPDATING, site.now()));
        site.later(site.scaled(CONFIG), "ng-config/" + key, then -> resized(then, key));
        return made.id();
    }

    private static List<Taint> taints(Nodegroup group, JsonNode asked) {
        List<Taint> removed = NodegroupChecks.taints(asked.path("removeTaints"));
        List<Taint> added = NodegroupChecks.taints(asked.path("addOrUpdateTaints"));
        List<Taint> result = new ArrayList<>(group.taints());
        result.removeIf(taint -> removed.contains(taint)
                || added.stream().anyMatch(other -> other.key().equals(taint.key())));
        result.addAll(added);
        return result;
    }

    /** The group is ACTIVE again; machines come or go on their own time, as an Auto Scaling group works. */
    private static void resized(Site site, String key) {
        site.here()
                .nodegroups
                .get(key)
                .filter(group -> group.status() == Status.UPDATING)
                .ifPresent(group -> {
                    Nodegroups.put(site, group.withStatus(Status.ACTIVE, site.now()));
                    List<Instance> present = NodeLife.instances(site, key);
                    present.stream()
                            .limit(Math.max(0, present.size() - group.scaling().desired()))
                            .forEach(instance -> NodeLife.terminate(site, instance.id()));
                    NodeLife.launch(site, key);
                });
    }

    private static ObjectNode version(Call call, EksIn in) {
        Site site = call.site();
        Tokens.Outcome outcome =
                Tokens.once(site, "eks:UpdateNodegroupVersion", in.token(), in.fingerprint(), () -> replace(site, in));
        return ClusterUpdates.answer(
                site,
                site.here()
                        .updates
                        .get(in.path("name") + "/" + outcome.resource())
                        .orElseThrow());
    }

    private static String replace(Site site, EksIn in) {
        Nodegroup group = idle(site, in);
        Cluster cluster = Clusters.active(site, group.cluster());
        String version = in.text("version").orElse(group.version());
        NodegroupChecks.version(site, cluster, version);
        Optional<Template> template = group.template();
        if (in.body().has("launchTemplate")) {
            template = NodegroupChecks.template(site, in.body().path("launchTemplate"));
            if (!template.map(Template::id).equals(group.template().map(Template::id))) {
                throw EksIn.invalid("Node group %s was made with another launch template, or with none.", group.name());
            }
        }
        Map<String, String> params = new TreeMap<>();
        params.put("Version", version);
        template.ifPresent(used -> params.put("LaunchTemplateVersion", String.valueOf(used.version())));
        EksUpdate made = ClusterUpdates.begin(
                site,
                group.cluster(),
                "nodegroup/" + group.name(),
                "VersionUpdate",
                params,
                site.durations().nodegroupUpdate());
        String key = group.key();
        Nodegroups.put(site, group.withVersion(version, template).withStatus(Status.UPDATING, site.now()));
        List<String> old =
                NodeLife.instances(site, key).stream().map(Instance::id).toList();
        Duration third = site.durations().nodegroupUpdate().dividedBy(3);
        site.later(third, "ng-roll/" + key, then -> surge(then, key, old));
        site.later(site.durations().nodegroupUpdate(), "ng-rolled/" + key, then -> rolled(then, key, old));
        return made.id();
    }

    /** New machines come before old ones go. */
    private static void surge(Site site, String key, List<String> old) {
        site.here()
                .nodegroups
                .get(key)
                .filter(group -> group.status() == Status.UPDATING)
                .ifPresent(group -> {
                    boolean ok = true;
                    for (int i = 0; i < old.size() && ok; i++) {
                        ok = Machines.launchOne(site, group).isEmpty();
                    }
                    site.later(site.durations().nodeJoin(), "ng-join/" + key, then -> NodeLife.join(then, key));
                });
    }

    private static void rolled(Site site, String key, List<String> old) {
        Optional<Nodegroup> found = site.here().nodegroups.get(key).filter(group -> group.status() == Status.UPDATING);
        if (found.isEmpty()) {
            return;
        }
        Nodegroup group = found.get();
        old.forEach(id -> NodeLife.terminate(site, id));
        if (NodeLife.allReady(site, group)) {
            Nodegroups.put(site, group.with(Status.ACTIVE, List.of(), site.now()));
        } else {
            NodeLife.launch(site, key);
            site.later(site.scaled(CHECK), "ng-rolled/" + key, then -> rolled(then, key, List.of()));
        }
    }
}
