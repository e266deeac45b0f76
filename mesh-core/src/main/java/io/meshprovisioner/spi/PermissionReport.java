package io.meshprovisioner.spi;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the caller may do what a mesh takes, as far as a cloud tells without anything being done. Actions are named as in
 * {@code Plan.iamPolicy()}, such as {@code ec2:CreateVpc}.
 *
 * @param allowed what it may do
 * @param denied what it may not, or not all of it
 * @param unknown what nobody could say: the cloud does not tell this caller, or it hangs on something that a request carries
 */
public record PermissionReport(Set<String> allowed, Set<String> denied, Set<String> unknown) {
    public PermissionReport {
        allowed = sorted(allowed);
        denied = sorted(denied);
        unknown = sorted(unknown);
    }

    /** Where a cloud cannot be asked. */
    public static PermissionReport unknown(Set<String> actions) {
        return new PermissionReport(Set.of(), Set.of(), actions);
    }

    private static Set<String> sorted(Set<String> actions) {
        return Collections.unmodifiableSet(new TreeSet<>(actions));
    }

    @Override
    public String toString() {
        return allowed.size() + " actions allowed, denied: " + denied + ", unknown: " + unknown;
    }
}
