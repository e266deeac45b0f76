package io.meshprovisioner.kubernetes.helm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a release of ours says in Helm's history; Helm itself replaces it when the operation fails. */
final class Description {
    private static final Pattern OURS = Pattern.compile("mesh-provisioner released ([0-9a-f]{40})");

    private Description() {}

    static String of(String fingerprint) {
        return "mesh-provisioner released " + fingerprint;
    }

    /** Empty where somebody else released it, or where it failed. */
    static String fingerprint(String description) {
        Matcher matcher = OURS.matcher(description);
        return matcher.matches() ? matcher.group(1) : "";
    }
}
