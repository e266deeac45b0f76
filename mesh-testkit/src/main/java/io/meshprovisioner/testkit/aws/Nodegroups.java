package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.Nodegroup.Status;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.List;
import java.util.Optional;

/** Managed node groups; how their machines live is in {@link NodeLife}, their updates in {@link NodegroupUpdates}. */
final class Nodegroups {
    private Nodegroups() {}

    static void register(EksRoutes routes) {
        String base = "/clusters/{name}/node-groups";
        routes.on("CreateNodegroup", "POST", base, Nodegroups::create);
        routes.on("ListNodegroups", "GET", base, Nodegroups::list);
        routes.on("DescribeNodegroup", "GET", base + "/{nodegroupName}", (call, in) -> Json.object()
                .set("nodegroup", write(call.site(), find(call.site(), in))));
        routes.on("DeleteNodegroup", "DELETE", base + "/{nodegroupName}", Nodegroups::delete);
    }

    static Nodegroup find(Site site, EksIn in) {
        String cluster = Clusters.find(site, in.path("name")).name();
        String name = in.path("nodegroupName");
        return site.here().nodegroups.get(cluster + "/" + name).orElseThrow(() -> AwsError.of(
                        404, "ResourceNotFoundException", "No node group found for name: %s.", name)
                .with("clusterName", cluster)
                .with("nodegroupName", name));
    }

    static void put(Site site, Nodegroup group) {
        site.here().nodegroups.put(group.key(), group);
        site.world().changed();
    }

    private static ObjectNode create(Call call, EksIn in) {
        Site site = call.site();
        String name = in.require("nodegroupName");
        Cluster cluster = Clusters.active(site, in.path("name"));
        Tokens.Outcome outcome =
                Tokens.once(site, "eks:CreateNodegroup", in.token(), in.fingerprint(), () -> make(site, in, cluster));
        Optional<Nodegroup> group = site.here().nodegroups.get(outcome.resource());
        return Json.object()
                .set(
                        "nodegroup",
                        write(
                                site,
                                group.orElseThrow(() -> AwsError.of(
                                        "InvalidRequestException",
                                        "The clientRequestToken was used for node group %s, which has been deleted.",
                                        name))));
    }

    private static String make(Site site, EksIn in, Cluster cluster) {
        Nodegroup group = NodegroupChecks.assemble(site, in, cluster);
        Optional<ResourceFate> fate = site.fate("eks:CreateNodegroup");
        put(site, group);
        AccessEntries.admitNodes(site, cluster, group.shape().roleArn());
        NodeLife.begin(site, group, fate);
        return group.key();
    }

    private static ObjectNode list(Call call, EksIn in) {
        String cluster = Clusters.find(call.site(), in.path("name")).name();
        List<String> names = call.here().nodegroups.under(cluster + "/").stream()
                .map(Nodegroup::name)
                .toList();
        Pages<String> page = in.page(names, name -> name);
        ObjectNode out = Json.object();
        out.set("nodegroups", Json.texts(page.items()));
        Json.put(out, "nextToken", page.next());
        return out;
    }

    static ObjectNode write(Site site, Nodegroup group) {
        Nodegroup.Shape shape = group.shape();
        ObjectNode out = Json.object()
                .put("nodegroupName", group.name())
                .put("nodegroupArn", group.arn())
                .put("clusterName", group.cluster())
                .put("version", group.version())
                .put("releaseVersion", NodegroupChecks.releaseVersion(site, group.version()))
                .put("createdAt", Json.time(group.created()))
                .put("modifiedAt", Json.time(group.modified()))
                .put("status", group.status().name())
                .put("capacityType", shape.capacityType())
                .put("amiType", shape.amiType())
                .put("nodeRole", shape.roleArn());
        out.putObject("scalingConfig")
                .put("minSize", group.scaling().min())
                .put("maxSize", group.scaling().max())
                .put("desiredSize", group.scaling().desired());
        out.set("subnets", Json.texts(shape.subnets()));
        boolean typeInTemplate = NodegroupChecks.templateType(site, group).isPresent();
        if (!typeInTemplate) {
            out.set("instanceTypes", Json.texts(shape.instanceTypes()));
        }
        group.template()
                .ifPresentOrElse(
                        template -> out.putObject("launchTemplate")
                                .put("id", template.id())
                                .put("name", template.name())
                                .put("version", String.valueOf(template.version())),
                        () -> out.put("diskSize", shape.diskSize()));
        shape.sshKey().ifPresent(key -> out.putObject("remoteAccess")
                .put("ec2SshKey", key)
                .set("sourceSecurityGroups", Json.texts(shape.sshSources())));
        out.set("labels", Json.map(group.labels()));
        if (!group.taints().isEmpty()) {
            out.set("taints", Json.list(group.taints(), taint -> Json.object()
                    .put("key", taint.key())
                    .put("value", taint.value())
                    .put("effect", taint.effect())));
        }
        out.putObject("resources").set("autoScalingGroups", Json.list(List.of(group.groupName()), n -> Json.object()
                .put("name", n)));
        out.set("health", Issue.health(group.issues()));
        out.set("updateConfig", group.updateConfig());
        out.set("tags", Json.map(group.tags()));
        return out;
    }

    private static ObjectNode delete(Call call, EksIn in) {
        Site site = call.site();
        Nodegroup group = find(site, in);
        if (group.status() == Status.UPDATING) {
            throw AwsError.of(
                            409,
                            "ResourceInUseException",
                            "Nodegroup %s cannot be deleted while an update is in progress",
                            group.name())
                    .with("clusterName", group.cluster())
                    .with("nodegroupName", group.name());
        }
        if (group.status() == Status.DELETING) {
            throw AwsError.of("InvalidRequestException", "Nodegroup %s is already being deleted", group.name())
                    .with("clusterName", group.cluster())
                    .with("nodegroupName", group.name());
        }
        put(site, group.withStatus(Status.DELETING, site.now()));
        NodeLife.end(site, group.key());
        return Json.object()
                .set(
                        "nodegroup",
                        write(site, site.here().nodegroups.get(group.key()).orElseThrow()));
    }
}
