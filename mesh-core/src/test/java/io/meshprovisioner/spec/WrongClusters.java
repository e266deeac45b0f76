package io.meshprovisioner.spec;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The cluster and its add-ons. */
final class WrongClusters extends WrongSpecs {
    WrongClusters() {
        clusters();
        keys();
        mappings();
        entries();
        podIdentities();
        add(
                "cluster.loadBalancerController",
                version -> base().cluster(ClusterSpec.defaults().loadBalancerController(version)),
                "v3",
                "3.6.0",
                "3.6.0");
        controller();
    }

    private void controller() {
        String role = "arn:aws:iam::111122223333:role/orders";
        add(
                "cluster.podIdentities[0]",
                name -> base().cluster(ClusterSpec.defaults()
                        .loadBalancerController("3.6.0")
                        .podIdentity("kube-system", name, who -> who.role(role))),
                "aws-load-balancer-controller",
                "external-dns",
                "Leave this one out");
        String annotation = "service.beta.kubernetes.io/aws-load-balancer-";
        add(
                "istio.gateways[istio-ingressgateway].annotations",
                targets -> base().istio(IstioSpec.version("1.30.3")
                        .ingressGateway(gateway -> gateway.annotation(annotation + "type", "external")
                                .annotation(annotation + "nlb-target-type", targets))),
                "pods",
                "instance",
                "nlb-target-type: instance");
        add(
                "istio.gateways[istio-ingressgateway].annotations",
                targets -> base().networking(NetworkingSpec.defaults().calico())
                        .istio(IstioSpec.version("1.30.3")
                                .ingressGateway(gateway -> gateway.networkLoadBalancer(nlb -> nlb.targets(targets)))),
                NetworkBalancer.TargetType.IP,
                NetworkBalancer.TargetType.INSTANCE,
                "VPC CNI");
    }

    private void podIdentities() {
        String policy = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
        String role = "arn:aws:iam::111122223333:role/orders";
        pods("", who -> who, who -> who.managedPolicies(policy), "managedPolicies(..)");
        pods(
                ".managedPolicies",
                who -> who.role(role).managedPolicies(policy),
                who -> who.role(role),
                "leave role(..) out");
        pods(".roleArn", who -> who.role("orders"), who -> who.role(role), "role/orders");
        pods(
                ".managedPolicies[0]",
                who -> who.managedPolicies("AmazonS3ReadOnlyAccess"),
                who -> who.managedPolicies(policy),
                policy);
        pods(
                ".managedPolicies[1]",
                who -> who.managedPolicies(policy, policy),
                who -> who.managedPolicies(policy),
                "Remove one");
        pods(
                ".managedPolicies",
                who -> who.managedPolicies(manyPolicies(11)),
                who -> who.managedPolicies(manyPolicies(10)),
                "Join some");
        add(
                "cluster.podIdentities[0].namespace",
                namespace ->
                        base().cluster(ClusterSpec.defaults().podIdentity(namespace, "orders", who -> who.role(role))),
                "Shop",
                "shop",
                "lower-case");
        add(
                "cluster.podIdentities[0].serviceAccount",
                name -> base().cluster(ClusterSpec.defaults().podIdentity("shop", name, who -> who.role(role))),
                "orders_",
                "orders",
                "lower-case");
    }

    private static String[] manyPolicies(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "arn:aws:iam::111122223333:policy/p" + index)
                .toArray(String[]::new);
    }

    private void pods(
            String at, UnaryOperator<PodIdentitySpec> wrong, UnaryOperator<PodIdentitySpec> right, String advice) {
        add(
                "cluster.podIdentities[0]" + at,
                base().cluster(ClusterSpec.defaults().podIdentity("shop", "orders", wrong)),
                base().cluster(ClusterSpec.defaults().podIdentity("shop", "orders", right)),
                advice);
    }

    private void entries() {
        String role = "arn:aws:iam::111122223333:role/operators";
        entry("", spec -> spec, spec -> spec.policy(AccessPolicy.VIEW), "policy(..)");
        entry(".groups[0]", spec -> spec.groups("system:masters"), spec -> spec.groups("team"), "CLUSTER_ADMIN");
        entry(
                ".policies[0].namespaces",
                spec -> spec.policy(AccessPolicy.EDIT, "*shop"),
                spec -> spec.policy(AccessPolicy.EDIT, "shop-*"),
                "shop-*");
        add(
                "cluster.access[0].arn",
                arn -> base().cluster(ClusterSpec.defaults().access(arn, who -> who.policy(AccessPolicy.VIEW))),
                "arn:aws:sts::111122223333:assumed-role/operators/me",
                role,
                "the role's");
    }

    private void entry(String at, UnaryOperator<AccessSpec> wrong, UnaryOperator<AccessSpec> right, String advice) {
        String role = "arn:aws:iam::111122223333:role/operators";
        add(
                "cluster.access[0]" + at,
                base().cluster(ClusterSpec.defaults().access(role, wrong)),
                base().cluster(ClusterSpec.defaults().access(role, right)),
                advice);
    }

    private void mappings() {
        String role = "arn:aws:iam::111122223333:role/operators";
        mapping("arn", arn -> auth(arn, "ops", "system:masters"), "operators", role, "the role's");
        mapping(
                "arn",
                arn -> auth(arn, "ops", "system:masters"),
                "arn:aws:sts::111122223333:assumed-role/operators/me",
                role,
                "the role's");
        mapping("username", name -> auth(role, name, "system:masters"), " ", "ops", "{{SessionName}}");
        mapping("groups", group -> auth(role, "ops", group), "", "viewers", "Leave it out");
        add(
                "cluster.awsAuth[1].arn",
                base().cluster(auth(role, "ops").awsAuth("arn:aws:iam::111122223333:role/team/operators", "ops")),
                base().cluster(auth(role, "ops").awsAuth("arn:aws:iam::111122223333:role/team/others", "ops")),
                "Remove");
    }

    private static ClusterSpec auth(String arn, String username, String... groups) {
        return ClusterSpec.defaults().awsAuth(arn, username, groups);
    }

    private void mapping(String field, Function<String, ClusterSpec> spec, String wrong, String right, String advice) {
        add("cluster.awsAuth[0]." + field, value -> base().cluster(spec.apply(value)), wrong, right, advice);
    }

    private void keys() {
        String key = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        add(
                "cluster.kmsKeyArn",
                arn -> base().cluster(ClusterSpec.defaults().kmsKeyArn(arn)),
                "arn:aws:kms:us-west-2:111122223333:alias/shop",
                key,
                "key/");
        add(
                "cluster.kmsKeyArn",
                arn -> base().cluster(ClusterSpec.defaults().kmsKeyArn(arn)),
                key.replace("us-west-2", "us-east-1"),
                key,
                "cluster's region");
    }

    private void clusters() {
        cluster("cluster.version", ClusterSpec::version, "1.35.2", "1.35", "Write \"1.35\"");
        cluster("cluster.version", ClusterSpec::version, "v1.35", "1.35", "Write \"1.35\"");
        cluster("cluster.version", ClusterSpec::version, "latest", "1.36", "leave it out");
        cluster("cluster.version", ClusterSpec::version, "1.035", "1.34", "such as \"1.35\"");
        ClusterSpec office = ClusterSpec.defaults().publicAccessCidrs("203.0.113.0/24");
        add(
                "cluster.publicAccessCidrs",
                base().cluster(office.endpointAccess(EndpointAccess.PRIVATE)),
                base().cluster(office.endpointAccess(EndpointAccess.PUBLIC_AND_PRIVATE)),
                "PUBLIC_AND_PRIVATE");
        add(
                "cluster.publicAccessCidrs",
                base().cluster(office.endpointAccess(EndpointAccess.PUBLIC)),
                base().cluster(office.endpointAccess(EndpointAccess.PUBLIC_AND_PRIVATE)),
                "private endpoint");
        access("cluster.publicAccessCidrs", List.of(), List.of("0.0.0.0/0"), "0.0.0.0/0");
        access("cluster.publicAccessCidrs[0]", List.of("203.0.113.7"), List.of("203.0.113.7/32"), "203.0.113.7/32");
        access("cluster.publicAccessCidrs[0]", List.of("203.0.113.7/24"), List.of("203.0.113.0/24"), "203.0.113.0/24");
        access("cluster.publicAccessCidrs[0]", List.of("office"), List.of("203.0.113.0/24"), "203.0.113.0/24");
        access(
                "cluster.publicAccessCidrs[1]",
                List.of("203.0.113.0/24", "203.0.113.0/24"),
                List.of("203.0.113.0/24", "198.51.100.0/24"),
                "Remove");
        access("cluster.publicAccessCidrs", blocks(41), blocks(40), "Join");
        logs("cluster.logTypes[0]", List.of("audits"), List.of("audit"), "\"audit\"");
        logs("cluster.logTypes[0]", List.of("controllermanager"), List.of("controllerManager"), "controllerManager");
        logs("cluster.logTypes[1]", List.of("api", "api"), List.of("api", "audit"), "Remove");
        addon("cluster.addons[3].name", AddonSpec.of("EBS!"), AddonSpec.of("aws-ebs-csi-driver"), "aws-ebs-csi-driver");
        addon("cluster.addons[3].name", AddonSpec.of("coredns"), AddonSpec.of("metrics-server"), "Keep one");
        AddonSpec proxy = AddonSpec.of("aws-ebs-csi-driver");
        addon(
                "cluster.addons[aws-ebs-csi-driver].version",
                proxy.version("latest"),
                proxy.version("v1.19.0-eksbuild.1"),
                "leave it out");
        addon(
                "cluster.addons[aws-ebs-csi-driver].configurationValues",
                proxy.configurationValues("{\"mode\": "),
                proxy.configurationValues("{\"mode\": \"ipvs\"}"),
                "{\"mode\": \"ipvs\"}");
        addon(
                "cluster.addons[aws-ebs-csi-driver].configurationValues",
                proxy.configurationValues("ipvs"),
                proxy.configurationValues("mode: ipvs"),
                "{\"mode\": \"ipvs\"}");
        List<AddonSpec> three = ClusterSpec.defaults().addons();
        add("cluster.addons", WrongClusters::withAddons, three.subList(1, 3), three, "Add \"vpc-cni\"");
        add("cluster.addons", WrongClusters::withAddons, three.subList(0, 2), three, "Add \"coredns\"");
    }

    private void cluster(
            String path,
            java.util.function.BiFunction<ClusterSpec, String, ClusterSpec> field,
            String wrong,
            String right,
            String advice) {
        add(path, value -> base().cluster(field.apply(ClusterSpec.defaults(), value)), wrong, right, advice);
    }

    private void access(String path, List<String> wrong, List<String> right, String advice) {
        add(
                path,
                list -> base().cluster(ClusterSpec.defaults().publicAccessCidrs(list.toArray(String[]::new))),
                wrong,
                right,
                advice);
    }

    private void logs(String path, List<String> wrong, List<String> right, String advice) {
        add(
                path,
                list -> base().cluster(ClusterSpec.defaults().logTypes(list.toArray(String[]::new))),
                wrong,
                right,
                advice);
    }

    private void addon(String path, AddonSpec wrong, AddonSpec right, String advice) {
        add(
                path,
                addon -> {
                    List<AddonSpec> all = new ArrayList<>(ClusterSpec.defaults().addons());
                    all.add(addon);
                    return withAddons(all);
                },
                wrong,
                right,
                advice);
    }

    private static MeshSpec withAddons(List<AddonSpec> addons) {
        ClusterSpec cluster = ClusterSpec.defaults();
        return base().cluster(new ClusterSpec(
                cluster.version(),
                cluster.endpointAccess(),
                cluster.publicAccessCidrs(),
                cluster.logTypes(),
                addons,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private static List<String> blocks(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "198.51." + index + ".0/24")
                .toList();
    }
}
