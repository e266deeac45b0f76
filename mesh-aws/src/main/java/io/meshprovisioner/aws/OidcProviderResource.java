package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.net.URI;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.TagOpenIdConnectProviderRequest;

/**
 * IAM's word that it believes the cluster's issuer, for roles that trust service accounts. One that somebody else made
 * is used as it is.
 */
final class OidcProviderResource extends AwsResource<Done> {
    private static final String AUDIENCE = "sts.amazonaws.com";

    private final Ref<Cluster> cluster;

    OidcProviderResource(Scope scope, Ref<Cluster> cluster) {
        super(scope, "iam:OpenIDConnectProvider", "oidc-provider", "OpenID Connect provider of the cluster", "G1.5");
        this.cluster = need(cluster);
    }

    private URI issuer(Step step) {
        return step.get(cluster).issuer();
    }

    @Override
    public Observation<Done> observe(Step step) {
        OidcProviders providers = new OidcProviders(scope);
        return providers.find(providers.arn(issuer(step))).map(this::judge).orElseGet(Observation::absent);
    }

    private Observation<Done> judge(GetOpenIdConnectProviderResponse found) {
        if (!scope.tags().ours(OidcProviders.tags(found))) {
            return new Observation.Ready<>(new Done(), List.of(), true);
        }
        return Observation.ready(
                new Done(),
                Tags.differences(OidcProviders.tags(found), scope.tags().of(logical())));
    }

    @Override
    public Observation<Done> create(Step step) {
        CreateOpenIdConnectProviderRequest request = CreateOpenIdConnectProviderRequest.builder()
                .url(issuer(step).toString())
                .clientIDList(AUDIENCE)
                .tags(Tags.iam(scope.tags().of(logical())))
                .build();
        try {
            iam().change(step.permit(), request, IamClient::createOpenIDConnectProvider);
        } catch (CallFailure e) {
            if (!Service.answered(e, "EntityAlreadyExists")) {
                throw e;
            }
            return observe(step);
        }
        return Observation.ready(new Done());
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        iam().change(
                        step.permit(),
                        TagOpenIdConnectProviderRequest.builder()
                                .openIDConnectProviderArn(new OidcProviders(scope).arn(issuer(step)))
                                .tags(Tags.iam(scope.tags().of(logical())))
                                .build(),
                        IamClient::tagOpenIDConnectProvider);
        return Observation.ready(found.value());
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "iam:GetOpenIDConnectProvider",
                "iam:CreateOpenIDConnectProvider",
                "iam:TagOpenIDConnectProvider",
                "iam:DeleteOpenIDConnectProvider");
    }
}
