package io.meshprovisioner.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Who calls, and in which partition. Asked once a session. */
final class Identity {
    private static final Pattern ASSUMED_ROLE = Pattern.compile("arn:[\\w-]+:sts::\\d+:assumed-role/([^/]+)/.*");

    private final AwsCalls calls;
    private final PartitionMetadata partition;
    private volatile @Nullable GetCallerIdentityResponse caller;

    Identity(AwsCalls calls, Region region) {
        this.calls = calls;
        this.partition = PartitionMetadata.of(region);
    }

    /** Such as {@code aws} or {@code aws-cn}. */
    String partition() {
        return partition.id();
    }

    String dnsSuffix() {
        return partition.dnsSuffix();
    }

    String managedPolicy(String name) {
        return "arn:" + partition() + ":iam::aws:policy/" + name;
    }

    String account() {
        return caller().account();
    }

    /** Asks AWS who calls. */
    GetCallerIdentityResponse caller() {
        GetCallerIdentityResponse known = caller;
        if (known == null) {
            known = calls.sts().read(GetCallerIdentityRequest.builder().build(), StsClient::getCallerIdentity);
            caller = known;
        }
        return known;
    }

    /** The role whose session the caller is. */
    Optional<String> sessionRole() {
        Matcher session = ASSUMED_ROLE.matcher(caller().arn());
        return session.matches() ? Optional.of(session.group(1)) : Optional.empty();
    }

    /** The ARN that stands for the caller in an access entry: of a role's session, the role's own with its path. */
    String principal() {
        return sessionRole().map(this::roleArn).orElseGet(() -> caller().arn());
    }

    private String roleArn(String role) {
        return calls.iam()
                .find(GetRoleRequest.builder().roleName(role).build(), IamClient::getRole)
                .map(answer -> answer.role().arn())
                .orElseGet(() -> "arn:" + partition() + ":iam::" + account() + ":role/" + role);
    }
}
