package io.meshprovisioner.aws;

import io.meshprovisioner.spi.ApiAccess.Token;
import io.meshprovisioner.spi.ApiAccess.TokenSource;
import io.meshprovisioner.time.Time;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/**
 * Mints bearer tokens for the clusters' APIs without a call: a token is a presigned GetCallerIdentity that names the
 * cluster. EKS takes it for 15 minutes from its signing; it is minted anew after 14.
 */
final class ClusterTokens {
    private static final Duration PRESIGNED_FOR = Duration.ofSeconds(60);
    private static final Duration LIFETIME = Duration.ofMinutes(14);
    private static final String PREFIX = "k8s-aws-v1.";

    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final Time time;
    private final Map<String, TokenSource> sources = new ConcurrentHashMap<>();

    ClusterTokens(AwsCredentialsProvider credentials, Region region, Time time) {
        this.credentials = credentials;
        this.region = region;
        this.time = time;
    }

    TokenSource forCluster(String cluster) {
        return sources.computeIfAbsent(cluster, Source::new);
    }

    private Token mint(String cluster) {
        Instant now = time.now();
        String url = presigned(cluster, now).request().getUri().toString();
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.UTF_8));
        return new Token(PREFIX + encoded, now.plus(LIFETIME));
    }

    private SignedRequest presigned(String cluster, Instant now) {
        AwsCredentialsIdentity identity = credentials.resolveIdentity().join();
        return AwsV4HttpSigner.create().sign(request -> request.identity(identity)
                .request(getCallerIdentity(cluster))
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, PRESIGNED_FOR)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)));
    }

    private SdkHttpRequest getCallerIdentity(String cluster) {
        URI host = StsEndpointProvider.defaultProvider()
                .resolveEndpoint(endpoint -> endpoint.region(region))
                .join()
                .url();
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(host)
                .encodedPath("/")
                .putRawQueryParameter("Action", "GetCallerIdentity")
                .putRawQueryParameter("Version", "2011-06-15")
                .putHeader("x-k8s-aws-id", cluster)
                .build();
    }

    private final class Source implements TokenSource {
        private final String cluster;
        private @Nullable Token last;

        Source(String cluster) {
            this.cluster = cluster;
        }

        @Override
        public synchronized Token mint() {
            Token token = last;
            if (token == null || !time.now().isBefore(token.expires())) {
                token = ClusterTokens.this.mint(cluster);
                last = token;
            }
            return token;
        }
    }
}
