package io.meshprovisioner.spec;

/** What is wrong with a spec for a cluster that stands: nothing of the cluster itself can be asked for. */
final class ExistingClusterCheck {
    private final MeshSpec spec;
    private final Problems problems;

    ExistingClusterCheck(MeshSpec spec, Problems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    void run() {
        MeshSpec nothing = MeshSpec.forExistingCluster();
        refuse("vpc", !spec.vpc().equals(nothing.vpc()));
        refuse("cluster", !spec.cluster().equals(nothing.cluster()));
        refuse("networking", !spec.networking().equals(nothing.networking()));
        refuse("nodeGroups", !spec.nodeGroups().equals(nothing.nodeGroups()));
        refuse("fargate", !spec.fargate().isEmpty());
        refuse("keyPair", spec.keyPair().isPresent());
        refuse("iam", !spec.iam().equals(nothing.iam()));
        refuse("tags", !spec.tags().isEmpty());
        refuse("timeToLive", spec.timeToLive().isPresent());
        spec.istio()
                .ifPresentOrElse(
                        istio -> new IstioCheck(istio, problems).run(),
                        () -> problems.add(
                                "istio",
                                "Nothing is asked for: the cluster stands already.",
                                "Say withIstio(\"1.30.3\")."));
    }

    private void refuse(String path, boolean asked) {
        if (asked) {
            problems.add(
                    path,
                    "A cluster that stands is taken as it is.",
                    "Leave it out, or have the cluster made by us: MeshProvisioner.forRegion(\"us-west-2\").");
        }
    }
}
