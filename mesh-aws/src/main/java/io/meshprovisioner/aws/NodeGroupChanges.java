package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Template;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.NodeGroupSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;
import software.amazon.awssdk.services.eks.model.UpdateLabelsPayload;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupConfigRequest;
import software.amazon.awssdk.services.eks.model.UpdateNodegroupVersionRequest;

/** How a node group differs from its spec, and how EKS changes it. */
final class NodeGroupChanges {
    private static final String SCALING = "scalingConfig";
    private static final String LABELS = "labels";
    private static final String TEMPLATE = "launchTemplate.version";

    private NodeGroupChanges() {}

    static NodegroupScalingConfig scaling(NodeGroupSpec spec) {
        return NodegroupScalingConfig.builder()
                .minSize(spec.minSize())
                .maxSize(spec.maxSize())
                .desiredSize(spec.desiredSize())
                .build();
    }

    /** The desired size is where a group starts; an autoscaler may have moved it within the limits since. */
    static List<Difference> differences(
            Nodegroup found, NodeGroupSpec spec, Template template, Map<String, String> tags) {
        List<Difference> result = new ArrayList<>();
        NodegroupScalingConfig scaling = found.scalingConfig();
        compare(result, SCALING + ".minSize", scaling.minSize(), spec.minSize(), Remedy.UPDATE);
        compare(result, SCALING + ".maxSize", scaling.maxSize(), spec.maxSize(), Remedy.UPDATE);
        if (scaling.desiredSize() < spec.minSize() || scaling.desiredSize() > spec.maxSize()) {
            compare(result, SCALING + ".desiredSize", scaling.desiredSize(), spec.desiredSize(), Remedy.UPDATE);
        }
        compare(result, LABELS, new TreeMap<>(found.labels()), new TreeMap<>(spec.labels()), Remedy.UPDATE);
        compare(
                result,
                "instanceTypes",
                new TreeSet<>(found.instanceTypes()),
                new TreeSet<>(spec.instanceTypes()),
                Remedy.REPLACE);
        String version = found.launchTemplate() == null
                ? ""
                : String.valueOf(found.launchTemplate().version());
        compare(result, TEMPLATE, version, template.version(), Remedy.UPDATE);
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
            Template template,
            Map<String, String> tags) {
        List<Difference> differences = differences(found, spec, template, tags);
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
        boolean labels = differences.stream().anyMatch(one -> one.field().equals(LABELS));
        if (!scaling && !labels) {
            return rollOut(eks, step, found, template, differences);
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
        eks.change(step.permit(), request.build(), EksClient::updateNodegroupConfig);
        return true;
    }

    /** Replaces the nodes, a few at a time, by ones of the template's newest version. */
    private static boolean rollOut(
            Service<EksClient> eks, Step step, Nodegroup found, Template template, List<Difference> differences) {
        if (differences.stream().noneMatch(one -> one.field().equals(TEMPLATE))) {
            return false;
        }
        eks.change(
                step.permit(),
                UpdateNodegroupVersionRequest.builder()
                        .clusterName(found.clusterName())
                        .nodegroupName(found.nodegroupName())
                        .launchTemplate(LaunchTemplateSpecification.builder()
                                .id(template.id())
                                .version(template.version())
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
