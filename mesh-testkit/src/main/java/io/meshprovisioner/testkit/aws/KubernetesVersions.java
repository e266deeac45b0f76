package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.world.Era;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The Kubernetes versions that EKS offers in an era. */
final class KubernetesVersions {
    private static final List<Offer> TODAY = List.of(
            offer("1.31", 13, false, "2024-09-26"),
            offer("1.32", 9, false, "2025-01-23"),
            offer("1.33", 5, false, "2025-05-29"),
            offer("1.34", 4, true, "2025-10-02"),
            offer("1.35", 2, true, "2026-01-27"),
            offer("1.36", 0, true, "2026-06-02"));
    private static final List<Offer> GUIDE = List.of(
            offer("1.17", 17, true, "2020-07-10"),
            offer("1.18", 20, true, "2020-10-13"),
            offer("1.19", 13, true, "2021-02-16"),
            offer("1.20", 7, true, "2021-05-18"),
            offer("1.21", 2, true, "2021-07-19"));

    private KubernetesVersions() {}

    /**
     * An offered version.
     *
     * @param minor such as 1.35
     */
    record Offer(String minor, int patch, boolean standardSupport, Instant released) {
        String status() {
            return standardSupport ? "STANDARD_SUPPORT" : "EXTENDED_SUPPORT";
        }

        String patchVersion() {
            return minor + "." + patch;
        }

        String kubelet() {
            return "v" + patchVersion() + "-eks-" + io.meshprovisioner.testkit.world.Hashes.hex(minor, 7);
        }

        int number() {
            return Integer.parseInt(minor.substring(2));
        }

        Instant endOfStandardSupport() {
            return released.plusSeconds(14L * 30 * 86400);
        }

        Instant endOfExtendedSupport() {
            return released.plusSeconds(26L * 30 * 86400);
        }
    }

    private static Offer offer(String minor, int patch, boolean standard, String released) {
        return new Offer(
                minor, patch, standard, LocalDate.parse(released).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    /** Newest first. */
    static List<Offer> in(Era era) {
        List<Offer> offers =
                switch (era) {
                    case TODAY -> TODAY;
                    case GUIDE -> GUIDE;
                    case EVERY_VERSION -> every();
                };
        return offers.stream()
                .sorted(Comparator.comparing(Offer::number).reversed())
                .toList();
    }

    /** Versions between the two eras, none of which EKS offers any more. */
    private static List<Offer> every() {
        List<Offer> between = IntStream.rangeClosed(22, 30)
                .mapToObj(n -> offer(
                        "1." + n,
                        10,
                        true,
                        LocalDate.of(2022, 1, 1).plusMonths(4L * (n - 22)).toString()))
                .toList();
        return java.util.stream.Stream.of(GUIDE, between, TODAY)
                .flatMap(List::stream)
                .toList();
    }

    static Optional<Offer> find(Era era, String minor) {
        return in(era).stream().filter(offer -> offer.minor().equals(minor)).findFirst();
    }

    /** What CreateCluster takes when no version is asked for. */
    static Offer standard(Era era) {
        String minor = era == Era.GUIDE ? "1.21" : "1.35";
        return find(era, minor).orElseThrow();
    }
}
