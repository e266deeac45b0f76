package io.meshprovisioner.istio.install;

import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spi.KubernetesSupport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of each minor release: where it runs, which profiles it has, how its charts are laid out. */
final class Releases {
    static final int OLDEST = 9;
    static final int NEWEST = 30;

    /** The first whose base chart lets any control plane judge what names none. */
    static final int DEFAULT_REVISION = 10;

    /** The first with the {@code gateway} chart and with charts in the published repository. */
    static final int GATEWAY_CHART = 12;

    /** Reads the Gateway API's kinds as they were released, v1beta1 first. */
    static final int GATEWAY_API = 16;
    /** The label {@code istio.io/use-waypoint}; before that waypoints were of a service account. */
    static final int WAYPOINTS = 22;

    /** The first whose CRDs are ordinary templates of the base chart; before it the CRD file is applied directly. */
    static final int CRDS_IN_TEMPLATES = 24;

    /** The last with the in-cluster operator. */
    static final int LAST_OPERATOR = 23;

    /** No API that these releases use has been removed from Kubernetes yet. */
    private static final int NO_KNOWN_LIMIT = 99;

    /** Per minor from 1.9 on: newest patch known, and the Kubernetes versions that istio.io says it was tested with. */
    private static final int[][] TESTED = {
        {9, 17, 20}, {6, 18, 21}, {8, 18, 22}, {9, 19, 22}, {9, 20, 23}, {6, 21, 24}, {7, 22, 25}, {7, 22, 25},
        {8, 23, 26}, {7, 24, 27}, {10, 25, 28}, {8, 25, 29}, {6, 26, 29}, {8, 27, 30}, {6, 27, 30}, {6, 28, 31},
        {5, 29, 32}, {8, 29, 33}, {9, 29, 33}, {10, 30, 34}, {6, 31, 35}, {3, 32, 36},
    };

    private Releases() {}

    static boolean known(IstioVersion version) {
        return version.minor() >= OLDEST && version.minor() <= NEWEST;
    }

    /** The newest patch known of a minor release. */
    static IstioVersion newest(int minor) {
        return new IstioVersion(minor, row(minor)[0]);
    }

    static Optional<KubernetesSupport> kubernetesSupport(String istioVersion) {
        return IstioVersion.parse(istioVersion)
                .filter(Releases::known)
                .map(version -> support(istioVersion, version.minor(), all()));
    }

    private static KubernetesSupport support(String release, int minor, List<KubernetesSupport> others) {
        return new KubernetesSupport(release, row(minor)[1], row(minor)[2], worksTo(minor), others);
    }

    private static List<KubernetesSupport> all() {
        List<KubernetesSupport> all = new ArrayList<>();
        for (int minor = NEWEST; minor >= OLDEST; minor--) {
            all.add(support(newest(minor).toString(), minor, List.of()));
        }
        return all;
    }

    /** The newest patch of every minor release tested with a Kubernetes minor version, newest first. */
    static List<String> testedWith(int kubernetesMinor) {
        List<String> releases = new ArrayList<>();
        for (int minor = OLDEST; minor <= NEWEST; minor++) {
            if (kubernetesMinor >= row(minor)[1] && kubernetesMinor <= row(minor)[2]) {
                releases.add(newest(minor).toString());
            }
        }
        Collections.reverse(releases);
        return releases;
    }

    static Set<IstioProfile> profiles(IstioVersion version) {
        Set<IstioProfile> profiles = EnumSet.of(
                IstioProfile.DEFAULT,
                IstioProfile.DEMO,
                IstioProfile.MINIMAL,
                IstioProfile.EMPTY,
                IstioProfile.PREVIEW,
                IstioProfile.REMOTE);
        if (!version.before(18)) {
            profiles.add(IstioProfile.AMBIENT);
        }
        if (!version.before(23)) {
            profiles.add(IstioProfile.STABLE);
        }
        return profiles;
    }

    /** 1.9 uses v1beta1 APIs that Kubernetes 1.22 removed; 1.10 to 1.13 use others that 1.25 removed. */
    private static int worksTo(int minor) {
        if (minor == 9) {
            return 21;
        }
        return minor <= 13 ? 24 : NO_KNOWN_LIMIT;
    }

    private static int[] row(int minor) {
        return TESTED[minor - OLDEST];
    }
}
