package io.meshprovisioner.aws;

import java.util.List;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ListClustersRequest;
import software.amazon.awssdk.services.eks.model.ListClustersResponse;
import software.amazon.awssdk.services.eks.model.ListFargateProfilesRequest;
import software.amazon.awssdk.services.eks.model.ListFargateProfilesResponse;
import software.amazon.awssdk.services.eks.model.ListNodegroupsRequest;
import software.amazon.awssdk.services.eks.model.ListNodegroupsResponse;

/** What EKS lists by name, whosever it is; of a cluster that is not there nothing. */
final class EksLists {
    private EksLists() {}

    static List<String> clusters(AwsCalls calls) {
        return Pages.all(
                token -> calls.eks()
                        .read(ListClustersRequest.builder().nextToken(token).build(), EksClient::listClusters),
                ListClustersResponse::clusters,
                ListClustersResponse::nextToken);
    }

    static List<String> nodeGroups(AwsCalls calls, String cluster) {
        return Pages.all(
                token -> calls.eks()
                        .find(
                                ListNodegroupsRequest.builder()
                                        .clusterName(cluster)
                                        .nextToken(token)
                                        .build(),
                                EksClient::listNodegroups)
                        .orElseGet(() -> ListNodegroupsResponse.builder().build()),
                ListNodegroupsResponse::nodegroups,
                ListNodegroupsResponse::nextToken);
    }

    static List<String> fargateProfiles(AwsCalls calls, String cluster) {
        return Pages.all(
                token -> calls.eks()
                        .find(
                                ListFargateProfilesRequest.builder()
                                        .clusterName(cluster)
                                        .nextToken(token)
                                        .build(),
                                EksClient::listFargateProfiles)
                        .orElseGet(() -> ListFargateProfilesResponse.builder().build()),
                ListFargateProfilesResponse::fargateProfileNames,
                ListFargateProfilesResponse::nextToken);
    }
}
