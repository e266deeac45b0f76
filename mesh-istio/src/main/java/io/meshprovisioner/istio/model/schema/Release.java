package io.meshprovisioner.istio.model.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A minor release of Istio, the step at which its API changes.
 *
 * @param minor the number after {@code 1.}
 */
public record Release(int minor) implements Comparable<Release> {
    /** The oldest release whose API is known here. */
    public static final Release OLDEST = new Release(9);

    /** The newest release whose API is known here; later ones are taken to know as much. */
    public static final Release NEWEST = new Release(30);

    private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d{1,3})(?:\\.\\d+)?(?:[-+].*)?");

    /**
     * The release of a version such as {@code 1.30.3} or {@code 1.9}.
     *
     * @throws IllegalArgumentException if it is no version of Istio, or older than {@link #OLDEST}
     */
    public static Release of(String version) {
        Matcher match = VERSION.matcher(version);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "\"" + version + "\" is not a version of Istio; write one such as 1.30.3 or 1.9");
        }
        Release release = new Release(Integer.parseInt(match.group(1)));
        if (release.compareTo(OLDEST) < 0) {
            throw new IllegalArgumentException(
                    "Istio " + version + " is not supported; the oldest release known here is " + OLDEST);
        }
        return release;
    }

    /** Whether this release has what came with {@code since}. */
    public boolean has(Release since) {
        return compareTo(since) >= 0;
    }

    /** The later of the two. */
    public Release max(Release other) {
        return has(other) ? this : other;
    }

    @Override
    public int compareTo(Release other) {
        return Integer.compare(minor, other.minor);
    }

    /** For example {@code 1.30}. */
    @Override
    public String toString() {
        return "1." + minor;
    }
}
