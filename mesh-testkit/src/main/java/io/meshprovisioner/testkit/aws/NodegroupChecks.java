package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.aws.Nodegroup.Scaling;
import io.meshprovisioner.testkit.aws.Nodegroup.Shape;
import io.meshprovisioner.testkit.aws.Nodegroup.Taint;
import io.meshprovisioner.testkit.aws.Nodegroup.Template;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What CreateNodegroup refuses, and the node group that it makes. */
final class NodegroupChecks {
    private NodegroupChecks() {}

    static Nodegroup assemble(Site site, EksIn in, Cluster cluster) {
        String name = in.require("nodegroupName");
        if (!name.matches("[0-9A-Za-z][A-Za-z0-9\\-_]{0,62}")) {
            throw EksIn.invalid("Node group name %s is not valid (63 letters, digits, - and _ at most).", name);
        }
        if (site.here().nodegroups.has(cluster.name() + "/" + name)) {
            throw AwsError.of(
                            409,
                            "ResourceInUseException",
                            "NodeGroup already exists with name %s and cluster name %s",
                            name,
                            cluster.name())
                    .with("clusterName", cluster.name())
                    .with("nodegroupName", name);
        }
        String roleArn = in.require("nodeRole");
        EksRoles.forNodes(site, roleArn);
        Optional<Template> template = template(site, in.body().path("launchTemplate"));
        String uid = site.newHex("nodegroup", cluster.name() + "/" + name, 32);
        String version = in.text("version").orElse(cluster.version());
        version(site, cluster, version);
        JsonNode update = in.body().has("updateConfig")
                ? in.body().path("updateConfig")
                : Json.object().put("maxUnavailable", 1);
        return new Nodegroup(
                cluster.name(),
                name,
                site.arn("eks", "nodegroup/" + cluster.name() + "/" + name + "/" + uid),
                uid,
                version,
                shape(site, in, cluster, roleArn, template),
                scaling(in.body().path("scalingConfig"), new Scaling(1, 2, 1)),
                labels(EksIn.map(in.body().path("labels"))),
                taints(in.body().path("taints")),
                template,
                update,
                in.tags(),
                site.now(),
                site.now(),
                Nodegroup.Status.CREATING,
                List.of());
    }

    static void version(Site site, Cluster cluster, String version) {
        if (KubernetesVersions.find(site.world().settings().era(), version).isEmpty()) {
            throw EksIn.invalid("Requested Nodegroup release version is invalid: %s", version);
        }
        int skew = Integer.parseInt(cluster.version().substring(2)) - Integer.parseInt(version.substring(2));
        if (skew < 0 || skew > 3) {
            throw EksIn.invalid(
                    "Nodegroup Kubernetes version %s does not fit the cluster's version %s",
                    version, cluster.version());
        }
    }

    static String releaseVersion(Site site, String version) {
        return KubernetesVersions.find(site.world().settings().era(), version)
                .map(offer -> offer.patchVersion() + "-20260801")
                .orElse(version);
    }

    private static Shape shape(Site site, EksIn in, Cluster cluster, String roleArn, Optional<Template> template) {
        List<String> subnets = EksIn.texts(in.body().path("subnets"));
        if (subnets.isEmpty()) {
            throw EksIn.invalid("Subnets are required.");
        }
        for (String id : subnets) {
            boolean fits = site.here()
                    .subnets
                    .get(id)
                    .filter(subnet -> subnet.vpcId().equals(cluster.net().vpcId()))
                    .isPresent();
            if (!fits) {
                throw EksIn.invalid(
                        "The subnet %s does not exist or is not in the cluster's VPC %s",
                        id, cluster.net().vpcId());
            }
        }
        List<String> types = new ArrayList<>(EksIn.texts(in.body().path("instanceTypes")));
        Optional<String> inTemplate = template.flatMap(used -> data(site, used, "InstanceType"));
        if (inTemplate.isPresent() && !types.isEmpty()) {
            throw EksIn.invalid("Cannot specify instance types in launch template and API request");
        }
        inTemplate.ifPresent(types::add);
        if (types.isEmpty()) {
            types.add("t3.medium");
        }
        types.stream().filter(type -> !InstanceTypes.known(type)).findFirst().ifPresent(type -> {
            throw EksIn.invalid("The following supplied instance types do not exist: [%s]", type);
        });
        String amiType =
                amiType(in, InstanceTypes.get(types.get(0)), in.text("version").orElse(cluster.version()));
        return new Shape(
                types,
                subnets,
                roleArn,
                in.text("capacityType").orElse("ON_DEMAND"),
                amiType,
                in.body().path("diskSize").asInt(20),
                sshKey(site, in, template),
                EksIn.texts(in.body().path("remoteAccess").path("sourceSecurityGroups")));
    }

    /** Amazon Linux 2 images end with Kubernetes 1.32, those of 2023 begin with 1.25. */
    private static String amiType(EksIn in, InstanceTypes.Type type, String version) {
        int minor = Integer.parseInt(version.substring(2));
        boolean arm = type.architecture().equals("arm64");
        String family = minor < 25 ? "AL2" : "AL2023";
        String standard = family + (arm ? "_ARM_64" : "_x86_64") + (family.equals("AL2023") ? "_STANDARD" : "");
        String amiType = in.text("amiType").orElse(standard);
        if (amiType.equals("CUSTOM")) {
            return amiType;
        }
        boolean fits = amiType.contains("ARM_64") == arm
                && !(amiType.startsWith("AL2_") && minor > 32)
                && !(amiType.startsWith("AL2023_") && minor < 25);
        if (!fits) {
            throw EksIn.invalid(
                    "%s is not a valid amiType for instance type %s and Kubernetes %s", amiType, type.name(), version);
        }
        return amiType;
    }

    private static Optional<String> sshKey(Site site, EksIn in, Optional<Template> template) {
        if (template.isPresent()) {
            if (in.body().has("remoteAccess")) {
                throw EksIn.invalid("Remote access configuration cannot be specified with a launch template.");
            }
            if (in.body().has("diskSize")) {
                throw EksIn.invalid("Disk size must be specified within the launch template.");
            }
            return Optional.empty();
        }
        Optional<String> key = EksIn.text(in.body().path("remoteAccess"), "ec2SshKey");
        key.ifPresent(name -> {
            if (KeyPairs.named(site.here(), name).isEmpty()) {
                throw EksIn.invalid("The key pair '%s' does not exist", name);
            }
        });
        return key;
    }

    static Optional<Template> template(Site site, JsonNode asked) {
        if (asked.isMissingNode() || asked.isNull()) {
            return Optional.empty();
        }
        Optional<LaunchTemplate> template = EksIn.text(asked, "id")
                .flatMap(site.here().launchTemplates::get)
                .or(() -> EksIn.text(asked, "name").flatMap(name -> LaunchTemplates.named(site.here(), name)));
        LaunchTemplate found = template.orElseThrow(() ->
                EksIn.invalid("Launch template details can't be empty or refer to a template that is not there."));
        int version = found.version(EksIn.text(asked, "version").orElse("$Default"))
                .orElseThrow(() -> EksIn.invalid("Launch template version does not exist: %s", asked))
                .number();
        Template used = new Template(found.id(), found.name(), version);
        for (String forbidden :
                List.of("IamInstanceProfile.Name", "IamInstanceProfile.Arn", "NetworkInterface.1.SubnetId")) {
            if (data(site, used, forbidden).isPresent()) {
                throw EksIn.invalid("Launch template %s should not specify %s.", found.id(), forbidden);
            }
        }
        return Optional.of(used);
    }

    /** A member of the launch template's data. */
    static Optional<String> data(Site site, Template used, String member) {
        return site.here()
                .launchTemplates
                .get(used.id())
                .flatMap(template -> template.version(String.valueOf(used.version())))
                .map(version -> version.data().get(member));
    }

    static Optional<String> templateType(Site site, Nodegroup group) {
        return group.template().flatMap(used -> data(site, used, "InstanceType"));
    }

    static Scaling scaling(JsonNode asked, Scaling otherwise) {
        Scaling scaling = new Scaling(
                asked.path("minSize").asInt(otherwise.min()),
                asked.path("maxSize").asInt(otherwise.max()),
                asked.path("desiredSize").asInt(otherwise.desired()));
        if (scaling.min() < 0
                || scaling.max() < 1
                || scaling.desired() < scaling.min()
                || scaling.desired() > scaling.max()) {
            throw EksIn.invalid(
                    "Minimum capacity %s can't be greater than desired size %s, nor that than maximum %s",
                    scaling.min(), scaling.desired(), scaling.max());
        }
        return scaling;
    }

    static Map<String, String> labels(Map<String, String> labels) {
        labels.keySet().stream()
                .filter(key -> key.startsWith("eks.amazonaws.com/") || key.startsWith("kubernetes.io/"))
                .findFirst()
                .ifPresent(key -> {
                    throw EksIn.invalid("Label cannot contain reserved prefixes: %s", key);
                });
        return labels;
    }

    static List<Taint> taints(JsonNode asked) {
        List<Taint> taints = new ArrayList<>();
        for (JsonNode taint : asked) {
            String effect = taint.path("effect").asText();
            if (!Set.of("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE").contains(effect)) {
                throw EksIn.invalid("Unknown taint effect %s", effect);
            }
            taints.add(new Taint(taint.path("key").asText(), taint.path("value").asText(""), effect));
        }
        return taints;
    }
}
