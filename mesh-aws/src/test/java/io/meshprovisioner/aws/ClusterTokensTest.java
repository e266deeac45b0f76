package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.spi.ApiAccess.Token;
import io.meshprovisioner.spi.ApiAccess.TokenSource;
import io.meshprovisioner.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

/** G1.5: kubectl without a password. */
class ClusterTokensTest {
    private Instant now = Rig.NOW;
    private final Time time = Time.system(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void isAPresignedGetCallerIdentityThatNamesTheCluster() {
        Token token = source("us-west-2").mint();

        String url = decode(token);
        assertThat(token.value()).startsWith("k8s-aws-v1.").doesNotContain("=");
        assertThat(token.value().length()).isLessThan(4096);
        assertThat(url)
                .startsWith("https://sts.us-west-2.amazonaws.com/?")
                .contains("Action=GetCallerIdentity")
                .contains("X-Amz-Date=20260801T100000Z")
                .contains("X-Amz-Expires=60")
                .contains("X-Amz-SignedHeaders=host%3Bx-k8s-aws-id")
                .contains("AKIATEST%2F20260801%2Fus-west-2%2Fsts%2Faws4_request");
        assertThat(token.toString()).doesNotContain("k8s-aws-v1");
    }

    @Test
    void otherPartitionsHaveOtherHosts() {
        assertThat(decode(source("cn-north-1").mint())).startsWith("https://sts.cn-north-1.amazonaws.com.cn/?");
    }

    @Test
    void isMintedAnewAfterFourteenMinutes() {
        TokenSource source = source("us-west-2");
        Token first = source.mint();
        now = now.plus(Duration.ofMinutes(13).plusSeconds(59));
        assertThat(source.mint()).isSameAs(first);
        now = now.plusSeconds(1);
        assertThat(source.mint().value()).isNotEqualTo(first.value());
        assertThat(source.mint().expires()).isEqualTo(now.plus(Duration.ofMinutes(14)));
    }

    private TokenSource source(String region) {
        return new ClusterTokens(Rig.CREDENTIALS, Region.of(region), time).forCluster("mesh");
    }

    private static String decode(Token token) {
        return new String(
                Base64.getUrlDecoder().decode(token.value().substring("k8s-aws-v1.".length())), StandardCharsets.UTF_8);
    }
}
