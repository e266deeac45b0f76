package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.aws.Handles.KeyName;
import io.meshprovisioner.aws.Handles.Template;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.AmiFamily;
import io.meshprovisioner.spec.KubeletSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/**
 * How the nodes of a group are launched. It names no security group, so that EKS gives nodes the cluster's, by which
 * the control plane reaches everything on them (Istio's webhook on 15017 included). Where nodes can be reached by SSH
 * it names both groups, since a template that names one replaces the cluster's.
 */
final class LaunchTemplateResource extends Ec2Resource<LaunchTemplate, Template> {
    private static final String ROOT_DEVICE = "/dev/xvda";

    /** Bottlerocket keeps its system apart: what grows with images and logs is here. */
    private static final String BOTTLEROCKET_DATA = "/dev/xvdb";

    /** The word by which all nodes are replaced when it changes. */
    private static final String REPLACEMENT = "mesh-provisioner/replacement";

    /** Pods behind the node's own address are one hop further from the metadata service. */
    private static final int METADATA_HOPS = 2;

    private final NodeGroupSpec group;
    private final KubeletSpec kubelet;
    private final Optional<Ssh> ssh;

    /** What a template needs where nodes can be reached by SSH. */
    record Ssh(Ref<KeyName> key, Ref<Cluster> cluster, Ref<GroupId> group) {}

    /** Its name within the mesh. */
    static String part(String group) {
        return "template-" + group;
    }

    /** @param kubelet what is set on the nodes' kubelets */
    LaunchTemplateResource(Scope scope, NodeGroupSpec group, KubeletSpec kubelet, Optional<Ssh> ssh) {
        super(
                scope,
                Look.TEMPLATES,
                ResourceType.LAUNCH_TEMPLATE,
                "ec2:LaunchTemplate",
                part(group.name()),
                "launch template of node group " + group.name() + " (" + group.diskSizeGiB() + " GiB, IMDSv2)",
                "G1.4");
        this.group = group;
        this.kubelet = kubelet;
        this.ssh = ssh;
        ssh.ifPresent(with -> {
            need(with.key);
            need(with.cluster);
            need(with.group);
        });
    }

    @Override
    Observation<Template> judge(LaunchTemplate found) {
        ResponseLaunchTemplateData data = latest(found.launchTemplateId());
        return Observation.ready(
                new Template(found.launchTemplateId(), String.valueOf(found.latestVersionNumber())), differences(data));
    }

    private ResponseLaunchTemplateData latest(String id) {
        return ec2().find(
                        DescribeLaunchTemplateVersionsRequest.builder()
                                .launchTemplateId(id)
                                .versions("$Latest")
                                .build(),
                        Ec2Client::describeLaunchTemplateVersions)
                .flatMap(answer -> answer.launchTemplateVersions().stream().findFirst())
                .map(LaunchTemplateVersion::launchTemplateData)
                .orElseGet(() -> ResponseLaunchTemplateData.builder().build());
    }

    private List<Difference> differences(ResponseLaunchTemplateData found) {
        List<Difference> result = new ArrayList<>();
        String size = found.blockDeviceMappings().stream()
                .filter(device -> dataDevice().equals(device.deviceName()) && device.ebs() != null)
                .map(device -> String.valueOf(device.ebs().volumeSize()))
                .findFirst()
                .orElse("");
        compare(result, "blockDeviceMappings.ebs.volumeSize", size, String.valueOf(group.diskSizeGiB()));
        String tokens =
                found.metadataOptions() == null ? "" : found.metadataOptions().httpTokensAsString();
        compare(result, "metadataOptions.httpTokens", tokens, "required");
        String hops = found.metadataOptions() == null
                ? ""
                : String.valueOf(found.metadataOptions().httpPutResponseHopLimit());
        compare(result, "metadataOptions.httpPutResponseHopLimit", hops, String.valueOf(METADATA_HOPS));
        String userData = found.userData() == null ? "" : found.userData();
        if (!userData.equals(NodeConfig.userData(kubelet))) {
            result.add(new Difference(
                    "userData.kubelet",
                    NodeConfig.settings(found.userData()),
                    NodeConfig.settings(NodeConfig.userData(kubelet)),
                    Remedy.UPDATE));
        }
        if (!group.replacement().isEmpty()) {
            compare(result, REPLACEMENT, replacement(found), group.replacement());
        }
        if (ssh.isEmpty() && found.keyName() != null) {
            compare(result, "keyName", found.keyName(), "");
        } else if (ssh.isPresent() && found.keyName() == null) {
            compare(result, "keyName", "", scope.names().keyPair());
        }
        return result;
    }

    private static String replacement(ResponseLaunchTemplateData found) {
        return found.tagSpecifications().stream()
                .filter(specification -> specification.resourceType() == ResourceType.INSTANCE)
                .map(specification -> Tags.map(specification.tags()).getOrDefault(REPLACEMENT, ""))
                .findFirst()
                .orElse("");
    }

    private static void compare(List<Difference> result, String field, String actual, String desired) {
        if (!actual.equals(desired)) {
            result.add(new Difference(field, actual, desired, Remedy.UPDATE));
        }
    }

    @Override
    public Observation<Template> create(Step step) {
        CreateLaunchTemplateRequest request = CreateLaunchTemplateRequest.builder()
                .launchTemplateName(scope.names().launchTemplate(group.name()))
                .launchTemplateData(data(step))
                .tagSpecifications(tagged())
                .build();
        Permit permit = step.permit();
        String token = Tokens.ofNamed(logical(), request, permit);
        LaunchTemplate made = ec2().change(
                        permit, request.toBuilder().clientToken(token).build(), Ec2Client::createLaunchTemplate)
                .launchTemplate();
        return Observation.ready(new Template(made.launchTemplateId(), String.valueOf(made.latestVersionNumber())));
    }

    @Override
    public Observation<Template> update(Step step, Observation.Ready<Template> found) {
        Observation<Template> tagged = super.update(step, found);
        if (found.differences().stream().allMatch(Tags::isTag)) {
            return tagged;
        }
        CreateLaunchTemplateVersionRequest request = CreateLaunchTemplateVersionRequest.builder()
                .launchTemplateId(found.value().id())
                .launchTemplateData(data(step))
                .build();
        String token =
                Tokens.of(logical(), request, Integer.parseInt(found.value().version()));
        LaunchTemplateVersion version = ec2().change(
                        step.permit(),
                        request.toBuilder().clientToken(token).build(),
                        Ec2Client::createLaunchTemplateVersion)
                .launchTemplateVersion();
        return Observation.ready(new Template(found.value().id(), String.valueOf(version.versionNumber())));
    }

    private String dataDevice() {
        return group.amiFamily() == AmiFamily.BOTTLEROCKET ? BOTTLEROCKET_DATA : ROOT_DEVICE;
    }

    private RequestLaunchTemplateData data(Step step) {
        Map<String, String> special =
                group.replacement().isEmpty() ? Map.of() : Map.of(REPLACEMENT, group.replacement());
        Map<String, String> tags = scope.tags().of(scope.names().logical("node-" + group.name()), special);
        String userData = NodeConfig.userData(kubelet);
        RequestLaunchTemplateData.Builder data = RequestLaunchTemplateData.builder()
                .userData(userData.isEmpty() ? null : userData)
                .metadataOptions(options -> options.httpTokens(LaunchTemplateHttpTokensState.REQUIRED)
                        .httpPutResponseHopLimit(METADATA_HOPS))
                .blockDeviceMappings(LaunchTemplateBlockDeviceMappingRequest.builder()
                        .deviceName(dataDevice())
                        .ebs(volume -> volume.volumeSize(group.diskSizeGiB())
                                .volumeType(VolumeType.GP3)
                                .deleteOnTermination(true))
                        .build())
                .tagSpecifications(tagged(ResourceType.INSTANCE, tags), tagged(ResourceType.VOLUME, tags));
        ssh.ifPresent(with -> data.keyName(step.get(with.key).value())
                .securityGroupIds(
                        step.get(with.cluster).securityGroup().value(),
                        step.get(with.group).value()));
        return data.build();
    }

    private static LaunchTemplateTagSpecificationRequest tagged(ResourceType type, Map<String, String> tags) {
        return LaunchTemplateTagSpecificationRequest.builder()
                .resourceType(type)
                .tags(Tags.ec2(tags))
                .build();
    }

    @Override
    public Duration settle() {
        return Duration.ZERO;
    }

    @Override
    Set<String> operations() {
        return Set.of(
                "CreateLaunchTemplate",
                "CreateLaunchTemplateVersion",
                "DescribeLaunchTemplateVersions",
                "DeleteLaunchTemplate");
    }
}
