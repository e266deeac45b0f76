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

    /** The ARN that stands for the caller in an access entry: of a role's session, the role's own with its path. */
    String principal() {
        String arn = caller().arn();
        Matcher session = ASSUMED_ROLE.matcher(arn);
        if (!session.matches()) {
            return arn;
        }
        String role = session.group(1);
        Optional<String> found = calls.iam()
                .find(GetRoleRequest.builder().roleName(role).build(), IamClient::getRole)
                .map(answer -> answer.role().arn());
        return found.orElse("arn:" + partition() + ":iam::" + account() + ":role/" + role);
    }
}
