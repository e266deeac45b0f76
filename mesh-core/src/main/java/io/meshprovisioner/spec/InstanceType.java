package io.meshprovisioner.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an EC2 instance type's name says, after Amazon's naming conventions: series, generation, attributes, size.
 *
 * @param series letters before the generation, such as {@code m}
 * @param attributes what follows the generation, such as {@code gd}; a {@code g} among them is an Arm processor
 * @param size such as {@code large}
 */
record InstanceType(String series, String attributes, String size) {
    private static final List<String> SMALL = List.of("nano", "micro", "small", "medium", "large");
    private static final Pattern FORM = Pattern.compile(
            "([a-z]+)-?\\d+([a-z0-9-]*)\\.(nano|micro|small|medium|large|\\d{0,3}xlarge|metal(?:-\\d+xl)?)");
    private static final Pattern NEARLY = Pattern.compile("([a-z]+-?\\d+[a-z0-9-]*\\.)([a-z0-9-]+)");

    static Optional<InstanceType> of(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new InstanceType(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** A type that was probably meant by a text that names none: "t3.meduim" is t3.medium. */
    static Optional<String> meant(String text) {
        Matcher matcher = NEARLY.matcher(text);
        return matcher.matches()
                ? Near.meant(
                                matcher.group(2),
                                List.of("nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"))
                        .map(size -> matcher.group(1) + size)
                : Optional.empty();
    }

    /** {@code arm64} or {@code amd64}; the series {@code a} is Arm's, too. */
    String architecture() {
        return series.equals("a") || attributes.contains("g") ? "arm64" : "amd64";
    }

    /** Apple's machines, which no EKS node can be. */
    boolean mac() {
        return series.equals("mac");
    }

    /** Has 2 GiB of memory or less. */
    boolean tiny() {
        return SMALL.subList(0, 3).contains(size);
    }
}
