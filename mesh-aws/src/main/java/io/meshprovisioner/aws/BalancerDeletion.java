package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Load balancers that Kubernetes made for the cluster, told by their tags: classic ones and those of the second API. */
final class BalancerDeletion {
    /** As many as DescribeTags takes in both APIs. */
    private static final int AT_ONCE = 20;

    private final Scope scope;
    private final Service<ElasticLoadBalancingClient> classic;
    private final Service<ElasticLoadBalancingV2Client> second;
    private final Set<String> classicNames;
    private final Map<String, String> namesByArn;
    private final Set<String> targetGroups;

    /** By their tags in the whole region: the cluster's VPC may be somebody else's, and the cluster be gone. */
    BalancerDeletion(Scope scope) {
        this.scope = scope;
        this.classic = scope.calls().classicBalancers();
        this.second = scope.calls().balancers();
        this.classicNames = ownClassic();
        this.namesByArn = ownSecond();
        this.targetGroups = ownTargetGroups();
    }

    /** Their names as their network interfaces have them. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(classicNames);
        names.addAll(namesByArn.values());
        return names;
    }

    List<Removal> removals() {
        List<Removal> result = new ArrayList<>();
        classicNames.forEach(name -> result.add(AwsRemoval.of(Kinds.CLASSIC_BALANCER, name, step -> {
            classic.changeIfThere(
                    step.permit(),
                    DeleteLoadBalancerRequest.builder().loadBalancerName(name).build(),
                    ElasticLoadBalancingClient::deleteLoadBalancer);
            return new Removed.Gone();
        })));
        namesByArn.forEach((arn, name) -> result.add(AwsRemoval.of(Kinds.BALANCER, arn, step -> {
            second.changeIfThere(
                    step.permit(),
                    software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest.builder()
                            .loadBalancerArn(arn)
                            .build(),
                    ElasticLoadBalancingV2Client::deleteLoadBalancer);
            return new Removed.Gone();
        })));
        targetGroups.forEach(arn -> result.add(AwsRemoval.of(Kinds.TARGET_GROUP, arn, step -> {
            second.changeIfThere(
                    step.permit(),
                    DeleteTargetGroupRequest.builder().targetGroupArn(arn).build(),
                    ElasticLoadBalancingV2Client::deleteTargetGroup);
            return new Removed.Gone();
        })));
        return result;
    }

    private boolean owned(Map<String, String> tags) {
        return "owned".equals(tags.get("kubernetes.io/cluster/" + scope.names().cluster()))
                || scope.names().cluster().equals(tags.get(BalancerPolicy.TAG))
                || scope.names().cluster().equals(tags.get(AutoMode.TAG))
                || scope.tags().ours(tags);
    }

    private Set<String> ownClassic() {
        List<String> names = new BalancerList(scope.calls())
                .classic().stream()
                        .map(LoadBalancerDescription::loadBalancerName)
                        .toList();
        return owned(names, (some, tags) -> classic.read(
                        DescribeTagsRequest.builder().loadBalancerNames(some).build(),
                        ElasticLoadBalancingClient::describeTags)
                .tagDescriptions()
                .forEach(one -> one.tags().forEach(tag -> put(tags, one.loadBalancerName(), tag.key(), tag.value()))));
    }

    private Map<String, String> ownSecond() {
        Map<String, String> names = new LinkedHashMap<>();
        new BalancerList(scope.calls())
                .second()
                .forEach(found -> names.put(found.loadBalancerArn(), nameInInterfaces(found)));
        names.keySet().retainAll(owned(List.copyOf(names.keySet()), this::tagsOfSecond));
        return names;
    }

    /** The interfaces of {@code ...:loadbalancer/net/name/id} are described as {@code ELB net/name/id}. */
    private static String nameInInterfaces(LoadBalancer found) {
        String arn = found.loadBalancerArn();
        return arn.substring(arn.indexOf("loadbalancer/") + "loadbalancer/".length());
    }

    private Set<String> ownTargetGroups() {
        List<String> arns = Pages.all(
                        marker -> second.read(
                                DescribeTargetGroupsRequest.builder()
                                        .marker(marker)
                                        .build(),
                                ElasticLoadBalancingV2Client::describeTargetGroups),
                        DescribeTargetGroupsResponse::targetGroups,
                        DescribeTargetGroupsResponse::nextMarker)
                .stream()
                .map(TargetGroup::targetGroupArn)
                .toList();
        return owned(arns, this::tagsOfSecond);
    }

    private void tagsOfSecond(List<String> arns, Map<String, Map<String, String>> tags) {
        second.read(
                        software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest.builder()
                                .resourceArns(arns)
                                .build(),
                        ElasticLoadBalancingV2Client::describeTags)
                .tagDescriptions()
                .forEach(one -> one.tags().forEach(tag -> put(tags, one.resourceArn(), tag.key(), tag.value())));
    }

    private static void put(Map<String, Map<String, String>> tags, String id, String key, String value) {
        tags.computeIfAbsent(id, absent -> new TreeMap<>()).put(key, value == null ? "" : value);
    }

    /** Those of the ids whose tags say that they are the cluster's. */
    private Set<String> owned(List<String> ids, BiConsumer<List<String>, Map<String, Map<String, String>>> describe) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            describe.accept(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)), tags);
        }
        Set<String> result = new TreeSet<>(ids);
        result.removeIf(id -> !owned(tags.getOrDefault(id, Map.of())));
        return result;
    }
}
