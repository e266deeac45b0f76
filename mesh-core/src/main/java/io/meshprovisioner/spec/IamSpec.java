package io.meshprovisioner.spec;

import java.util.Optional;

/**
 * What IAM shall say of the roles and the user that are made. Values: each method returns a changed copy.
 *
 * @param path under which they are, default {@code /}
 * @param permissionsBoundary ARN of a policy that none of them may go beyond; empty: none
 */
public record IamSpec(String path, Optional<String> permissionsBoundary) {
    private static final IamSpec DEFAULTS = new IamSpec("/", Optional.empty());

    /** No path and no boundary. */
    public static IamSpec defaults() {
        return DEFAULTS;
    }

    /** Such as {@code /platform/}. */
    public IamSpec path(String newPath) {
        return new IamSpec(newPath, permissionsBoundary);
    }

    /** Such as {@code arn:aws:iam::111122223333:policy/boundary}. */
    public IamSpec permissionsBoundary(String policyArn) {
        return new IamSpec(path, Optional.of(policyArn));
    }
}
