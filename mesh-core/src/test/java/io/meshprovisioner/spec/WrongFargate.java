package io.meshprovisioner.spec;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Fargate profiles. */
final class WrongFargate extends WrongSpecs {
    private static final String ROLE = "arn:aws:iam::111122223333:role/pods";

    WrongFargate() {
        names();
        selectors();
        places();
    }

    private void names() {
        add(
                "fargate[0].name",
                base()::fargate,
                List.of(FargateSpec.named("my batch").selector("batch")),
                List.of(FargateSpec.named("my-batch").selector("batch")),
                "hyphens");
        add(
                "fargate[eks-batch].name",
                base()::fargate,
                List.of(FargateSpec.named("eks-batch").selector("batch")),
                List.of(FargateSpec.named("batch-eks").selector("batch")),
                "not eks- first");
        add(
                "fargate[1].name",
                base()::fargate,
                List.of(
                        FargateSpec.named("a").selector("a"),
                        FargateSpec.named("a").selector("b")),
                List.of(
                        FargateSpec.named("a").selector("a"),
                        FargateSpec.named("b").selector("b")),
                "Remove one");
        add("fargate", base()::fargate, many(11), many(10), "Join some");
        add(
                "fargate[f].roleArn",
                profile(f -> f.selector("batch").roleArn("pods")),
                profile(f -> f.selector("batch").roleArn(ROLE)),
                "arn:aws:iam");
    }

    private static List<FargateSpec> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> FargateSpec.named("p" + index).selector("batch-" + index))
                .toList();
    }

    private void selectors() {
        add("fargate[f].selectors", profile(f -> f), profile(f -> f.selector("batch")), "selector(");
        add("fargate[f].selectors", profile(f -> selecting(f, 6)), profile(f -> selecting(f, 5)), "second profile");
        add(
                "fargate[f].selectors[0].namespace",
                profile(f -> f.selector("Batch")),
                profile(f -> f.selector("batch-*")),
                "batch-*");
        add(
                "fargate[f].selectors[0].namespace",
                profile(f -> f.selector("kube-*")),
                profile(f -> f.selector("kube-*", Map.of("compute", "fargate"))),
                "labels of their own");
        add(
                "fargate[f].selectors[0].namespace",
                profile(f -> f.selector("istio-system")),
                profile(f -> f.selector("istio-demo")),
                "other namespaces");
        MeshSpec enforced = profile(f -> f.selector("calico-*"))
                .networking(NetworkingSpec.defaults().vpcCni(PodNetwork.VpcCni::calicoPolicy));
        add(
                "fargate[f].selectors[0].namespace",
                enforced,
                enforced.networking(NetworkingSpec.defaults()),
                "other namespaces");
        add(
                "fargate[f].selectors[0].labels",
                profile(f -> f.selector("batch", labels(6))),
                profile(f -> f.selector("batch", labels(5))),
                "Leave some out");
        add(
                "fargate[f].selectors[0].labels[a b]",
                profile(f -> f.selector("batch", Map.of("a b", "c"))),
                profile(f -> f.selector("batch", Map.of("a-b", "c*"))),
                "compute=fargate");
    }

    private static FargateSpec selecting(FargateSpec profile, int count) {
        FargateSpec result = profile;
        for (int i = 0; i < count; i++) {
            result = result.selector("batch-" + i);
        }
        return result;
    }

    private static Map<String, String> labels(int count) {
        Map<String, String> labels = new java.util.TreeMap<>();
        IntStream.range(0, count).forEach(index -> labels.put("label-" + index, "x"));
        return labels;
    }

    private void places() {
        MeshSpec batch = profile(f -> f.selector("batch"));
        add("fargate", batch.vpc(VpcSpec.defaults().natGateways(NatGateways.NONE)), batch, "ONE_PER_ZONE");
        add(
                "fargate",
                batch.networking(NetworkingSpec.defaults().calico()),
                batch.networking(NetworkingSpec.defaults()),
                "leave the profiles out");
    }

    private static MeshSpec profile(UnaryOperator<FargateSpec> change) {
        return base().fargate(List.of(change.apply(FargateSpec.named("f"))));
    }
}
