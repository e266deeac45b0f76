package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;

/** The end of the control plane's logs, which EKS leaves behind. */
final class LogGroupDeletion {
    private final Service<CloudWatchLogsClient> logs;
    private final String name;

    LogGroupDeletion(Scope scope) {
        this.logs = scope.calls().logs();
        this.name = scope.names().logGroup();
    }

    List<Removal> removals() {
        return exists()
                ? List.of(AwsRemoval.of(Kinds.LOG_GROUP, name, step -> {
                    logs.changeIfThere(
                            step.permit(),
                            DeleteLogGroupRequest.builder().logGroupName(name).build(),
                            CloudWatchLogsClient::deleteLogGroup);
                    return new Removed.Gone();
                }))
                : List.of();
    }

    private boolean exists() {
        return logs
                .read(
                        DescribeLogGroupsRequest.builder()
                                .logGroupNamePrefix(name)
                                .build(),
                        CloudWatchLogsClient::describeLogGroups)
                .logGroups()
                .stream()
                .anyMatch(group -> name.equals(group.logGroupName()));
    }
}
