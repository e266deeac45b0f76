package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Template;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.AmiFamily;
import io.meshprovisioner.spec.MaxUnavailable;
import io.meshprovisioner.spec.NodeGroupSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.NodegroupUpdateConfig;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;
import software.amazon.awssdk.services.eks.model.Taint;
import software.amazon.awssdk.services.eks.model.UpdateLabelsPayload;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupConfigRequest;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupVersionRequest;
import software.amazon.awssdk.services.eks.model.UpdateTaintsPayload;

/** How a node group differs from its spec, and how EKS changes it. */
final class NodeGroupChanges {
    private static final String SCALING = "scalingConfig";
    private static final String LABELS = "labels";
    private static final String TAINTS = "taints";
    private static final String UPDATES = "updateConfig";
    private static final String TEMPLATE = "launchTemplate.version";

    private static final String VERSION = "version";

    private NodeGroupChanges() {}

    /**
     * What its machines are made from.
     *
     * @param kubernetes the version of their kubelets; empty: whatever they have
     */
    record Machines(Template template, Optional<String> kubernetes) {}

    static NodegroupScalingConfig scaling(NodeGroupSpec spec) {
        return NodegroupScalingConfig.builder()
                .minSize(spec.minSize())
                .maxSize(spec.maxSize())
                .desiredSize(spec.desiredSize())
                .build();
    }

    static List<Taint> taints(NodeGroupSpec spec) {
        return spec.taints().stream()
                .map(taint -> Taint.builder()
                        .key(taint.key())
                        .value(taint.value().isEmpty() ? null : taint.value())
                        .effect(taint.effect().name())
                        .build())
                .toList();
    }

    static NodegroupUpdateConfig updateConfig(NodeGroupSpec spec) {
        int amount = spec.maxUnavailable().amount();
        return spec.maxUnavailable().percent()
                ? NodegroupUpdateConfig.builder()
                        .maxUnavailablePercentage(amount)
                        .build()
                : NodegroupUpdateConfig.builder().maxUnavailable(amount).build();
    }

    private static TreeSet<String> words(List<Taint> taints) {
        return taints.stream()
                .map(taint ->
                        taint.key() + "=" + (taint.value() == null ? "" : taint.value()) + ":" + taint.effectAsString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(@Nullable NodegroupUpdateConfig config) {
        if (config == null) {
            return MaxUnavailable.nodes(1).toString();
        }
        return config.maxUnavailablePercentage() == null
                ? String.valueOf(config.maxUnavailable())
                : config.maxUnavailablePercentage() + "%";
    }

    /** The desired size is where a group starts; an autoscaler may have moved it within the limits since. */
    static List<Difference> differences(
            Nodegroup found, NodeGroupSpec spec, Machines machines, Map<String, String> tags) {
        List<Difference> result = new ArrayList<>();
        NodegroupScalingConfig scaling = found.scalingConfig();
        compare(result, SCALING + ".minSize", scaling.minSize(), spec.minSize(), Remedy.UPDATE);
        compare(result, SCALING + ".maxSize", scaling.maxSize(), spec.maxSize(), Remedy.UPDATE);
        if (scaling.desiredSize() < spec.minSize() || scaling.desiredSize() > spec.maxSize()) {
            compare(result, SCALING + ".desiredSize", scaling.desiredSize(), spec.desiredSize(), Remedy.UPDATE);
        }
        compare(result, LABELS, new TreeMap<>(found.labels()), new TreeMap<>(spec.labels()), Remedy.UPDATE);
        compare(result, TAINTS, words(found.taints()), words(taints(spec)), Remedy.UPDATE);
        compare(
                result,
                UPDATES,
                words(found.updateConfig()),
                spec.maxUnavailable().toString(),
                Remedy.UPDATE);
        compare(
                result,
                "capacityType",
                String.valueOf(found.capacityTypeAsString()),
                spec.capacityType().name(),
                Remedy.REPLACE);
        boolean bottlerocket = String.valueOf(found.amiTypeAsString()).startsWith("BOTTLEROCKET");
        compare(
                result,
                "amiType",
                bottlerocket ? AmiFamily.BOTTLEROCKET : AmiFamily.AMAZON_LINUX,
                spec.amiFamily(),
                Remedy.REPLACE);
        compare(
                result,
                "instanceTypes",
                new TreeSet<>(found.instanceTypes()),
                new TreeSet<>(spec.instanceTypes()),
                Remedy.REPLACE);
        String version = found.launchTemplate() == null
                ? ""
                : String.valueOf(found.launchTemplate().version());
        compare(result, TEMPLATE, version, machines.template().version(), Remedy.UPDATE);
        machines.kubernetes()
                .ifPresent(wanted -> compare(result, VERSION, String.valueOf(found.version()), wanted, Remedy.UPDATE));
        result.addAll(Tags.differences(found.tags(), tags));
        return result;
    }

    private static void compare(List<Difference> result, String field, Object actual, Object desired, Remedy remedy) {
        if (!actual.equals(desired)) {
            result.add(new Difference(field, actual.toString(), desired.toString(), remedy));
        }
    }

    /**
     * Asks for the changes that are due.
     *
     * @return whether EKS works on them now
     */
    static boolean bringAbout(
            Service<EksClient> eks,
            Step step,
            Nodegroup found,
            NodeGroupSpec spec,
            Machines machines,
            Map<String, String> tags) {
        List<Difference> differences = differences(found, spec, machines, tags);
        if (differences.stream().anyMatch(Tags::isTag)) {
            eks.change(
                    step.permit(),
                    TagResourceRequest.builder()
                            .resourceArn(found.nodegroupArn())
                            .tags(tags)
                            .build(),
                    EksClient::tagResource);
        }
        boolean scaling = differences.stream().anyMatch(one -> one.field().startsWith(SCALING));
        boolean labels = isDue(differences, LABELS);
        boolean taints = isDue(differences, TAINTS);
        boolean updates = isDue(differences, UPDATES);
        if (!scaling && !labels && !taints && !updates) {
            return rollOut(eks, step, found, machines, differences);
        }
        UpdateNodegroupConfigRequest.Builder request = UpdateNodegroupConfigRequest.builder()
                .clusterName(found.clusterName())
                .nodegroupName(found.nodegroupName());
        if (scaling) {
            request.scalingConfig(scaling(spec));
        }
        if (labels) {
            request.labels(labels(found, spec));
        }
        if (taints) {
            request.taints(taints(found, spec));
        }
        if (updates) {
            request.updateConfig(updateConfig(spec));
        }
        eks.change(step.permit(), request.build(), EksClient::updateNodegroupConfig);
        return true;
    }

    private static boolean isDue(List<Difference> differences, String field) {
        return differences.stream().anyMatch(one -> one.field().equals(field));
    }

    private static UpdateTaintsPayload taints(Nodegroup found, NodeGroupSpec spec) {
        List<Taint> desired = taints(spec);
        Set<String> keys = desired.stream()
                .map(taint -> taint.key() + taint.effectAsString())
                .collect(Collectors.toSet());
        return UpdateTaintsPayload.builder()
                .addOrUpdateTaints(desired)
                .removeTaints(found.taints().stream()
                        .filter(taint -> !keys.contains(taint.key() + taint.effectAsString()))
                        .toList())
                .build();
    }

    /** Replaces the nodes, a few at a time, by ones of the template's newest version and of the cluster's release. */
    private static boolean rollOut(
            Service<EksClient> eks, Step step, Nodegroup found, Machines machines, List<Difference> differences) {
        if (!isDue(differences, TEMPLATE) && !isDue(differences, VERSION)) {
            return false;
        }
        eks.change(
                step.permit(),
                UpdateNodegroupVersionRequest.builder()
                        .clusterName(found.clusterName())
                        .nodegroupName(found.nodegroupName())
                        .version(machines.kubernetes().orElse(null))
                        .launchTemplate(LaunchTemplateSpecification.builder()
                                .id(machines.template().id())
                                .version(machines.template().version())
                                .build())
                        .build(),
                EksClient::updateNodegroupVersion);
        return true;
    }

    private static UpdateLabelsPayload labels(Nodegroup found, NodeGroupSpec spec) {
        Set<String> superfluous = new HashSet<>(found.labels().keySet());
        superfluous.removeAll(spec.labels().keySet());
        return UpdateLabelsPayload.builder()
                .addOrUpdateLabels(spec.labels())
                .removeLabels(superfluous)
                .build();
    }
}
