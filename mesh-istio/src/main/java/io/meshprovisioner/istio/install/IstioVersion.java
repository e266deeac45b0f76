package io.meshprovisioner.istio.install;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Istio 1.x. */
record IstioVersion(int minor, int patch) implements Comparable<IstioVersion> {
    private static final Pattern RELEASE = Pattern.compile("1\\.(\\d{1,3})\\.(\\d{1,3})");

    /** Empty when the text is no release, such as {@code 1.30} or {@code latest}. */
    static Optional<IstioVersion> parse(String text) {
        Matcher matcher = RELEASE.matcher(text);
        return matcher.matches()
                ? Optional.of(new IstioVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    boolean before(int otherMinor) {
        return minor < otherMinor;
    }

    @Override
    public int compareTo(IstioVersion other) {
        return Comparator.comparingInt(IstioVersion::minor)
                .thenComparingInt(IstioVersion::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return "1." + minor + "." + patch;
    }
}
