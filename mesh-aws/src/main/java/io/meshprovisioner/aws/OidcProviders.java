package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersRequest;
import software.amazon.awssdk.services.iam.model.OpenIDConnectProviderListEntry;

/** The account's OpenID Connect providers, as far as they are of clusters in the mesh's region. */
final class OidcProviders {
    /** What it takes to find ours and to delete it. */
    static final Set<String> CALLS =
            Set.of("iam:ListOpenIDConnectProviders", "iam:GetOpenIDConnectProvider", "iam:DeleteOpenIDConnectProvider");

    private final Scope scope;
    private final Service<IamClient> iam;

    OidcProviders(Scope scope) {
        this.scope = scope;
        this.iam = scope.calls().iam();
    }

    /** The provider of an issuer has a name that follows from it. */
    String arn(URI issuer) {
        return "arn:" + scope.identity().partition() + ":iam::"
                + scope.identity().account() + ":oidc-provider/" + issuer.getAuthority() + issuer.getPath();
    }

    Optional<GetOpenIdConnectProviderResponse> find(String arn) {
        return iam.find(
                GetOpenIdConnectProviderRequest.builder()
                        .openIDConnectProviderArn(arn)
                        .build(),
                IamClient::getOpenIDConnectProvider);
    }

    /** Ours, of whatever cluster of this name there was. */
    List<Removal> removals() {
        return arns().stream().filter(this::isOurs).map(this::removal).toList();
    }

    /** Ours, of the cluster that stands. */
    List<Removal> ofCluster() {
        List<String> arns = arns();
        if (arns.isEmpty()) {
            return List.of();
        }
        return scope
                .calls()
                .eks()
                .find(
                        DescribeClusterRequest.builder()
                                .name(scope.names().cluster())
                                .build(),
                        EksClient::describeCluster)
                .map(answer -> ClusterResource.issuer(answer.cluster()))
                .map(this::arn)
                .filter(arns::contains)
                .filter(this::isOurs)
                .stream()
                .map(this::removal)
                .toList();
    }

    private List<String> arns() {
        return iam
                .read(ListOpenIdConnectProvidersRequest.builder().build(), IamClient::listOpenIDConnectProviders)
                .openIDConnectProviderList()
                .stream()
                .map(OpenIDConnectProviderListEntry::arn)
                .filter(arn ->
                        arn.contains(":oidc-provider/oidc.eks." + scope.names().region() + "."))
                .toList();
    }

    private boolean isOurs(String arn) {
        return find(arn).filter(found -> scope.tags().ours(tags(found))).isPresent();
    }

    static Map<String, String> tags(GetOpenIdConnectProviderResponse found) {
        return Tags.iamMap(found.tags());
    }

    private Removal removal(String arn) {
        return AwsRemoval.of(Kinds.OIDC_PROVIDER, arn, step -> {
                    iam.changeIfThere(
                            step.permit(),
                            DeleteOpenIdConnectProviderRequest.builder()
                                    .openIDConnectProviderArn(arn)
                                    .build(),
                            IamClient::deleteOpenIDConnectProvider);
                    return new Removed.Gone();
                })
                .titled("OpenID Connect provider of the cluster's issuer");
    }
}
