package io.meshprovisioner.spec;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * VPC endpoints, and whether a cluster without a way to the Internet has all that it cannot do without. Source: the EKS
 * User Guide on private clusters with limited internet access.
 */
final class EndpointCheck {
    static final String PATH = "vpc.endpoints";

    private static final Pattern SERVICE = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");
    private static final Pattern WHOLE = Pattern.compile("(cn\\.)?com\\.amazonaws\\.[a-z0-9-]+\\.(.+)");

    private final MeshSpec spec;
    private final Problems problems;

    EndpointCheck(MeshSpec spec, Problems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    void run() {
        List<String> services = spec.vpc().endpointServices();
        for (int i = 0; i < services.size(); i++) {
            name(PATH + "[" + i + "]", services.get(i));
        }
        problems.duplicates(services, i -> PATH + "[" + i + "]");
        if (spec.vpc().withoutInternet()) {
            reachable(services);
        }
    }

    private void name(String path, String service) {
        var whole = WHOLE.matcher(service);
        if (whole.matches() || !SERVICE.matcher(service).matches()) {
            problems.add(
                    path,
                    "\"" + Problems.shown(service) + "\" is not the short name of a service of AWS.",
                    "Write the last part of its endpoint service's name, such as "
                            + (whole.matches() ? whole.group(2) : "ecr.api or sqs") + ".");
        }
    }

    private void reachable(List<String> services) {
        Set<String> missing = new TreeSet<>(EndpointServices.TO_JOIN);
        if (!spec.cluster().podIdentities().isEmpty()) {
            missing.add("eks-auth");
        }
        if (spec.loadBalancerController().isPresent()) {
            missing.addAll(List.of("eks-auth", "elasticloadbalancing"));
        }
        if (spec.cluster().trustedIssuer() || !spec.fargate().isEmpty()) {
            missing.add("sts");
        }
        services.forEach(missing::remove);
        if (!missing.isEmpty()) {
            problems.add(
                    PATH,
                    "Nothing leads to the Internet, and there is no endpoint for " + String.join(", ", missing)
                            + ": nodes could not join, or their pods could not use their roles.",
                    "Say endpoints(), which has them all, or choose natGateways ONE.");
        }
        if (spec.cluster().endpointAccess() == EndpointAccess.PUBLIC) {
            problems.add(
                    "cluster.endpointAccess",
                    "The cluster's API can be reached from the Internet only, and nothing leads there from its nodes.",
                    "Use PUBLIC_AND_PRIVATE or PRIVATE, or choose natGateways ONE.");
        }
        if (spec.istio().map(istio -> istio.images().hub().isEmpty()).orElse(false)) {
            problems.warn(
                    "istio.images",
                    "Istio's images lie at docker.io, which nothing leads to from the nodes.",
                    "Copy them to Amazon ECR and name it: istio -> istio.images(i -> i.hub(\"...\")).");
        }
    }
}
