package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.Nodegroup.Status;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.world.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The life of a node group's machines: launched, joined, found Ready, terminated. A group is ACTIVE once all of them
 * are Ready in the cluster; what hinders them shows in its health at the first attempt that fails.
 */
final class NodeLife {
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final double LEAKED = 0.25;

    private NodeLife() {}

    static void begin(Site site, Nodegroup group, Optional<ResourceFate> fate) {
        String key = group.key();
        Duration extra = Duration.ZERO;
        if (fate.isPresent()) {
            ResourceFate laid = fate.get();
            if (laid instanceof ResourceFate.Slower slower) {
                extra = slower.by();
            } else if (laid instanceof ResourceFate.Fails fails) {
                Issue issue = new Issue(fails.code(), fails.message(), List.of(group.groupName()));
                site.later(site.durations().instanceLaunch(), "ng-issue/" + key, then -> report(then, key, issue));
                site.later(site.durations().nodegroupFailure(), "ng-fail/" + key, then -> fail(then, key));
                return;
            } else {
                return;
            }
        }
        site.later(site.durations().instanceLaunch().plus(extra), "ng-launch/" + key, then -> launch(then, key));
        site.later(site.durations().nodegroup().plus(extra), "ng-check/" + key, then -> check(then, key));
    }

    private static Optional<Nodegroup> alive(Site site, String key) {
        return site.here().nodegroups.get(key).filter(group -> group.status() != Status.DELETING);
    }

    static List<Instance> instances(Site site, String key) {
        return site.here()
                .instances
                .where(instance -> instance.nodegroup().equals(key) && instance.live())
                .toList();
    }

    /** Brings the number of machines to the desired size, as far as quota and addresses allow. */
    static void launch(Site site, String key) {
        Optional<Nodegroup> found = alive(site, key);
        if (found.isEmpty()) {
            return;
        }
        Nodegroup group = found.get();
        int missing = group.scaling().desired() - instances(site, key).size();
        boolean launched = false;
        Optional<Issue> problem = Joining.subnetProblem(site, group);
        for (int i = 0; i < missing && problem.isEmpty(); i++) {
            problem = Machines.launchOne(site, group);
            launched = launched || problem.isEmpty();
        }
        if (launched) {
            site.later(site.durations().nodeJoin(), "ng-join/" + key, then -> join(then, key));
        }
        if (problem.isPresent()) {
            report(site, key, problem.get());
            if (retrying(site, group)) {
                site.later(site.scaled(RETRY.multipliedBy(3)), "ng-launch/" + key, then -> launch(then, key));
            }
        }
    }

    private static boolean retrying(Site site, Nodegroup group) {
        return group.status() != Status.CREATE_FAILED
                && (group.status() != Status.CREATING
                        || site.now()
                                .isBefore(group.created().plus(site.durations().nodegroupFailure())));
    }

    /** Every machine that can reaches the cluster; the others try again. */
    static void join(Site site, String key) {
        Optional<Nodegroup> found = alive(site, key);
        if (found.isEmpty() || site.kubernetes(found.get().cluster()).isEmpty()) {
            return;
        }
        Nodegroup group = found.get();
        List<String> outside = new ArrayList<>();
        String reason = "";
        for (Instance instance : instances(site, key)) {
            if (!instance.joined()) {
                Optional<String> problem = Joining.problem(site, group, instance);
                if (problem.isEmpty()) {
                    Machines.admit(site, group, instance);
                } else {
                    outside.add(instance.id());
                    reason = problem.get();
                }
            }
        }
        if (outside.isEmpty()) {
            settle(site, key);
        } else {
            report(
                    site,
                    key,
                    new Issue(
                            "NodeCreationFailure",
                            "Instances failed to join the kubernetes cluster (" + reason + ")",
                            outside));
            if (retrying(site, group)) {
                site.later(site.scaled(RETRY), "ng-join/" + key, then -> join(then, key));
            }
        }
    }

    private static void report(Site site, String key, Issue issue) {
        alive(site, key)
                .filter(group -> !group.issues().equals(List.of(issue)))
                .ifPresent(group -> Nodegroups.put(site, group.with(group.status(), List.of(issue), site.now())));
    }

    /** Takes back what was reported, once all machines are there. */
    private static void settle(Site site, String key) {
        alive(site, key)
                .filter(group -> !group.issues().isEmpty()
                        && group.status() != Status.CREATE_FAILED
                        && instances(site, key).size() >= group.scaling().desired())
                .ifPresent(group -> Nodegroups.put(site, group.with(group.status(), List.of(), site.now())));
    }

    static boolean allReady(Site site, Nodegroup group) {
        List<Instance> instances = instances(site, group.key());
        return instances.size() == group.scaling().desired()
                && site.kubernetes(group.cluster())
                        .filter(cluster -> instances.stream()
                                .allMatch(instance -> instance.joined()
                                        && cluster.nodeReady(
                                                Instances.privateDns(site.region(), instance.privateIp()))))
                        .isPresent();
    }

    private static void check(Site site, String key) {
        Optional<Nodegroup> found = site.here().nodegroups.get(key).filter(group -> group.status() == Status.CREATING);
        if (found.isEmpty()) {
            return;
        }
        Nodegroup group = found.get();
        Instant deadline = group.created().plus(site.durations().nodegroupFailure());
        if (allReady(site, group)) {
            Nodegroups.put(site, group.with(Status.ACTIVE, List.of(), site.now()));
        } else if (!site.now().isBefore(deadline)) {
            fail(site, key);
        } else {
            site.later(site.scaled(CHECK), "ng-check/" + key, then -> check(then, key));
        }
    }

    private static void fail(Site site, String key) {
        site.here()
                .nodegroups
                .get(key)
                .filter(group -> group.status() == Status.CREATING)
                .ifPresent(group -> {
                    List<Issue> issues = group.issues().isEmpty()
                            ? List.of(new Issue(
                                    "NodeCreationFailure",
                                    "Unhealthy nodes in the kubernetes cluster",
                                    instances(site, key).stream()
                                            .map(Instance::id)
                                            .toList()))
                            : group.issues();
                    Nodegroups.put(site, group.with(Status.CREATE_FAILED, issues, site.now()));
                });
    }

    /** The group goes: its machines after a while, then itself. */
    static void end(Site site, String key) {
        Duration takes = site.durations().nodegroupDelete();
        site.later(takes.dividedBy(3), "ng-terminate/" + key, then -> terminateAll(then, key));
        site.later(takes, "ng-deleted/" + key, then -> {
            terminateAll(then, key);
            then.here().nodegroups.get(key).ifPresent(group -> {
                then.here().nodegroups.remove(key);
                AccessEntries.dismissNodes(then, group);
                then.world().changed();
            });
        });
    }

    private static void terminateAll(Site site, String key) {
        List<Instance> instances = instances(site, key);
        for (int i = 0; i < instances.size(); i++) {
            String id = instances.get(i).id();
            // At least one interface of every group stays behind, as the CNI leaves them when nodes go at once.
            boolean leaks = i == 0 || Hashes.fraction("leak\n" + id) < LEAKED;
            terminate(site, id, leaks);
        }
    }

    /** A machine goes by somebody's hand; the group's Auto Scaling group replaces it. */
    static void lose(Site site, Instance instance) {
        terminate(site, instance.id());
        String key = instance.nodegroup();
        if (!key.isEmpty()) {
            site.later(site.durations().instanceLaunch(), "ng-launch/" + key, then -> launch(then, key));
        }
    }

    static void terminate(Site site, String id) {
        terminate(site, id, false);
    }

    private static void terminate(Site site, String id, boolean leaks) {
        Optional<Instance> found = site.here().instances.get(id).filter(Instance::live);
        if (found.isEmpty()) {
            return;
        }
        Instance instance = found.get();
        Instance.KIND.put(site, instance.terminatingSince(site.now()));
        String cluster = instance.nodegroup().split("/", 2)[0];
        boolean cni = site.kubernetes(cluster)
                .flatMap(k8s -> k8s.get("apps/v1", "DaemonSet", "kube-system", "aws-node"))
                .isPresent();
        site.kubernetes(cluster).ifPresent(k8s -> k8s.removeNode(site.world(), Instances.nodeName(site, instance)));
        if (leaks && cni && instance.joined()) {
            leak(site, instance, cluster);
        }
        site.later(site.scaled(Instance.SHUTDOWN), "instance-gone/" + id, then -> {
            then.here()
                    .interfaces
                    .where(eni -> eni.instanceId().equals(Optional.of(id)))
                    .map(Interface::id)
                    .toList()
                    .forEach(eni -> Interfaces.drop(then, eni));
            then.here()
                    .volumes
                    .where(volume -> volume.instanceId().equals(Optional.of(id)))
                    .map(Volume::id)
                    .toList()
                    .forEach(volume -> Volume.KIND.remove(then, volume));
        });
    }

    private static void leak(Site site, Instance instance, String cluster) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("node.k8s.amazonaws.com/instance_id", instance.id());
        tags.put("cluster.k8s.amazonaws.com/name", cluster);
        Optional<Subnet> subnet = site.here().subnets.get(instance.subnetId());
        List<String> groups = site.here()
                .interfaces
                .get(instance.interfaceId())
                .map(Interface::groups)
                .orElse(List.of());
        subnet.filter(place -> place.free(site.here()) > 0)
                .ifPresent(place -> Interfaces.make(
                        site,
                        Interface.Spec.in(place, "aws-K8S-" + instance.id())
                                .groups(groups)
                                .tags(tags)));
    }

    /** The launch template's data of a group; empty where it has none. */
    static Params template(Site site, Nodegroup group) {
        return group.template()
                .flatMap(used -> site.here()
                        .launchTemplates
                        .get(used.id())
                        .flatMap(template -> template.version(String.valueOf(used.version()))))
                .map(version -> Params.of(version.data()))
                .orElse(Params.of(Map.of()));
    }

    static Issue quota(Nodegroup group, AwsError error) {
        return new Issue(
                "AsgInstanceLaunchFailures",
                "Could not launch On-Demand Instances. " + error.code() + " - " + error.text()
                        + " Launching EC2 instance failed.",
                List.of(group.groupName()));
    }
}
