package io.meshprovisioner.testkit.awsbackend;

import io.meshprovisioner.testkit.aws.AccessKey;
import java.net.URI;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Somebody else in the same account, with clients of their own. */
final class Neighbour {
    private final URI endpoint;
    private final AccessKey key;
    private final Clock clock;
    private final String region;

    Neighbour(URI endpoint, AccessKey key, Clock clock) {
        this(endpoint, key, clock, AwsBench.REGION);
    }

    private Neighbour(URI endpoint, AccessKey key, Clock clock, String region) {
        this.region = region;
        this.endpoint = endpoint;
        this.key = key;
        this.clock = clock;
    }

    /** The same in another region. */
    Neighbour in(String otherRegion) {
        return new Neighbour(endpoint, key, clock, otherRegion);
    }

    Ec2Client ec2() {
        return client(Ec2Client.builder());
    }

    EksClient eks() {
        return client(EksClient.builder());
    }

    IamClient iam() {
        return client(IamClient.builder());
    }

    SsmClient ssm() {
        return client(SsmClient.builder());
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.of(region))
                .endpointOverride(endpoint)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(o -> o.addExecutionInterceptor(new Now(clock)))
                .build();
    }

    String vpc(String mesh) {
        return ec2().describeVpcs(r -> r.filters(tag("mesh-provisioner/mesh", mesh))).vpcs().stream()
                .map(Vpc::vpcId)
                .findFirst()
                .orElseThrow();
    }

    String subnet(String name) {
        return ec2().describeSubnets(r -> r.filters(tag("mesh-provisioner/resource", name))).subnets().stream()
                .map(Subnet::subnetId)
                .findFirst()
                .orElseThrow();
    }

    static Filter tag(String key, String value) {
        return Filter.builder().name("tag:" + key).values(value).build();
    }

    private record Now(Clock clock) implements ExecutionInterceptor {
        @Override
        @SuppressWarnings("deprecation")
        public void beforeMarshalling(Context.BeforeMarshalling context, ExecutionAttributes attributes) {
            attributes.putAttribute(AwsSignerExecutionAttribute.SIGNING_CLOCK, clock);
        }
    }
}
