package io.meshprovisioner.aws;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.KubernetesSupport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ClusterVersionInformation;
import software.amazon.awssdk.services.eks.model.DescribeClusterVersionsRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterVersionsResponse;

/** Chooses the cluster's Kubernetes version. */
final class VersionChoice {
    private final AwsCalls calls;
    private final MeshSpec spec;
    private final Optional<KubernetesSupport> support;
    private final List<SpecProblem> problems;

    VersionChoice(AwsCalls calls, MeshSpec spec, Optional<KubernetesSupport> support, List<SpecProblem> problems) {
        this.calls = calls;
        this.spec = spec;
        this.support = support;
        this.problems = problems;
    }

    /**
     * The version asked for, the one that stands, or the newest in standard support that the Istio release was tested
     * with; empty where problems were found.
     *
     * @param standing the version of the mesh's cluster, where it stands
     */
    Optional<String> choose(Optional<String> standing) {
        List<Offer> offers = offers();
        Optional<String> asked = spec.cluster().version();
        if (asked.isPresent() && standing.isEmpty()) {
            checkOffered(asked.get(), offers);
        }
        Optional<String> fixed = asked.or(() -> standing);
        if (fixed.isPresent()) {
            checkIstio(fixed.get());
            return fixed;
        }
        Optional<String> newest = offers.stream()
                .filter(Offer::standard)
                .map(Offer::version)
                .filter(this::tested)
                .findFirst();
        if (newest.isEmpty()) {
            nothingFits(offers);
        }
        return newest;
    }

    /** All that EKS offers, newest first. */
    static List<String> offered(AwsCalls calls) {
        return offers(calls).stream().map(Offer::version).toList();
    }

    private List<Offer> offers() {
        return offers(calls);
    }

    private static List<Offer> offers(AwsCalls calls) {
        return Pages.all(
                        token -> calls.eks()
                                .read(
                                        DescribeClusterVersionsRequest.builder()
                                                .nextToken(token)
                                                .build(),
                                        EksClient::describeClusterVersions),
                        DescribeClusterVersionsResponse::clusterVersions,
                        DescribeClusterVersionsResponse::nextToken)
                .stream()
                .map(Offer::of)
                .filter(Offer::offered)
                .sorted(Comparator.comparing((Offer offer) -> ClusterChanges.minor(offer.version))
                        .reversed())
                .toList();
    }

    private boolean tested(String version) {
        return support.map(range -> range.tested(ClusterChanges.minor(version))).orElse(true);
    }

    private void checkOffered(String version, List<Offer> offers) {
        if (offers.stream().noneMatch(offer -> offer.version.equals(version))) {
            problems.add(new SpecProblem(
                    "cluster.version",
                    "EKS does not offer Kubernetes " + version + ".",
                    "Choose among " + list(offers) + ", or leave the version out."));
        }
    }

    private void checkIstio(String version) {
        support.filter(range -> ClusterChanges.minor(version) > range.worksTo())
                .ifPresent(range -> problems.add(new SpecProblem(
                        "istio.version",
                        "Istio " + range.istio() + " cannot work on Kubernetes " + version + ": it needs 1."
                                + range.worksTo() + " at most.",
                        "Choose one of the Istio releases that were tested with it ("
                                + releasesFor(List.of(ClusterChanges.minor(version))) + "), or an older cluster.")));
    }

    private void nothingFits(List<Offer> offers) {
        List<Offer> extended =
                offers.stream().filter(offer -> tested(offer.version)).toList();
        String range = support.map(istio -> "Istio " + istio.istio() + " was tested with Kubernetes 1."
                        + istio.testedFrom() + " to 1." + istio.testedTo())
                .orElse("A version is needed");
        String standard = list(offers.stream().filter(Offer::standard).toList());
        problems.add(new SpecProblem(
                support.isPresent() ? "istio.version" : "cluster.version",
                range + "; EKS has " + standard + " in standard support.",
                "Choose one of the Istio releases that fit ("
                        + releasesFor(offers.stream()
                                .filter(Offer::standard)
                                .map(offer -> ClusterChanges.minor(offer.version))
                                .toList())
                        + ")"
                        + (extended.isEmpty()
                                ? "."
                                : ", or ask for a version in extended support, at extra cost: " + list(extended)
                                        + ".")));
    }

    /** The Istio releases that were tested with at least one of these versions, newest first. */
    private String releasesFor(List<Integer> minors) {
        return support.stream()
                .flatMap(range -> range.others().stream())
                .filter(other -> minors.stream().anyMatch(other::tested))
                .map(KubernetesSupport::istio)
                .collect(Collectors.joining(", "));
    }

    private static String list(List<Offer> offers) {
        return offers.stream().map(Offer::version).collect(Collectors.joining(", "));
    }

    /**
     * A version as EKS offers it.
     *
     * @param standard in standard support
     * @param offered new clusters can have it
     */
    private record Offer(String version, boolean standard, boolean offered) {
        static Offer of(ClusterVersionInformation found) {
            String status =
                    found.versionStatusAsString() == null ? found.statusAsString() : found.versionStatusAsString();
            String word =
                    String.valueOf(status).toUpperCase(java.util.Locale.ROOT).replace('-', '_');
            return new Offer(found.clusterVersion(), word.equals("STANDARD_SUPPORT"), !word.equals("UNSUPPORTED"));
        }
    }
}
