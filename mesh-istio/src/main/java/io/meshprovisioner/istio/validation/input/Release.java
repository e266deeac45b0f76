package io.meshprovisioner.istio.validation.input;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Istio release, as far as rules depend on it.
 *
 * @param major 1 so far
 * @param minor such as 30
 * @param patch such as 3; no rule depends on it
 */
public record Release(int major, int minor, int patch) implements Comparable<Release> {
    /** The newest release whose rules this library knows. */
    public static final Release NEWEST = new Release(1, 30, 3);

    /** The oldest release whose rules this library knows. */
    public static final Release OLDEST = new Release(1, 9, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,4}))?(?:-.*)?");

    /**
     * Reads "1.30.3" or "1.30".
     *
     * @throws IllegalArgumentException if it is no release, or one outside of 1.9 to 1.30
     */
    public static Release parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not an Istio release. Write it as 1.30.3 or 1.30.");
        }
        Release release = new Release(
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                form.group(3) == null ? 0 : Integer.parseInt(form.group(3)));
        if (release.compareMinor(OLDEST) < 0 || release.compareMinor(NEWEST) > 0) {
            throw new IllegalArgumentException("Istio " + text + " is outside of the releases whose rules are known, "
                    + "1.9 to 1.30. Validate for the nearest of them, or switch validation off for this call.");
        }
        return release;
    }

    /** Whether this release is of the given minor or a later one. */
    public boolean atLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }

    private int compareMinor(Release other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public int compareTo(Release other) {
        int minors = compareMinor(other);
        return minors != 0 ? minors : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
