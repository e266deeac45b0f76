package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.RegistryLogin;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OciRegistryTest {
    private static final String BASE = "https://r.example.com/v2/charts/base/";
    private static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    private static final RegistryLogin LOGIN = RegistryLogin.of("r.example.com", "me", "s3cret");

    private final Map<String, String> web = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean tokenWanted;
    private boolean known;

    private String challenge =
            "Bearer realm=\"https://auth.example.com/token\",service=\"r\",scope=\"repository:charts/base:pull\"";

    private final Downloads downloads = new Downloads() {
        @Override
        public InputStream open(URI address) throws IOException {
            return open(address, Map.of());
        }

        @Override
        public InputStream open(URI address, Map<String, String> headers) throws IOException {
            asked.add(address + " " + headers.getOrDefault("Accept", ""));
            boolean tokens =
                    address.getHost().startsWith("auth.") && address.getPath().equals("/private");
            if (tokens && !LOGIN.authorization().equals(headers.get("Authorization"))) {
                throw new IOException("anybody gets nothing here");
            }
            if (tokenWanted && challenge.startsWith("Basic") && known) {
                assertThat(headers.get("Authorization")).isIn(null, LOGIN.authorization());
                if (headers.containsKey("Authorization")) {
                    return new ByteArrayInputStream(web.get(address.toString()).getBytes(StandardCharsets.UTF_8));
                }
            }
            if (tokenWanted && address.getHost().startsWith("r.") && !"Bearer t".equals(headers.get("Authorization"))) {
                throw new UnauthorizedException(address, challenge);
            }
            String content = web.get(address.toString());
            if (content == null) {
                throw new FileNotFoundException("nothing at " + address);
            }
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<RegistryLogin> login(String registry) {
            return known && registry.equals(LOGIN.registry()) ? Optional.of(LOGIN) : Optional.empty();
        }
    };

    @Test
    void aChartComesByItsDigest() throws Exception {
        offer(CHART, "packed");
        assertThat(chart()).isEqualTo("packed");
        assertThat(asked.get(0)).endsWith("manifests/1.30.3 application/vnd.oci.image.manifest.v1+json");
    }

    @Test
    void anybodysTokenIsAskedForOnceWhereOneIsWanted() throws Exception {
        offer(CHART, "packed");
        tokenWanted = true;
        web.put(
                "https://auth.example.com/token?service=r&scope=repository%3Acharts%2Fbase%3Apull",
                "{\"token\": \"t\"}");
        assertThat(chart()).isEqualTo("packed");
        assertThat(asked.stream().filter(line -> line.contains("auth.example.com")))
                .hasSize(1);
    }

    @Test
    void theUsersLoginIsToldToWhomTheRegistryNamesForTokensAndToNobodyElse() throws Exception {
        offer(CHART, "packed");
        tokenWanted = true;
        known = true;
        challenge = "Bearer realm=\"https://auth.example.com/private\",service=\"r\",scope=\"pull\"";
        web.put("https://auth.example.com/private?service=r&scope=pull", "{\"access_token\": \"t\"}");
        assertThat(chart()).isEqualTo("packed");
        challenge = "Basic realm=\"r\"";
        assertThat(chart()).isEqualTo("packed");
        assertThat(LOGIN).hasToString("RegistryLogin(me at r.example.com)");
    }

    @Test
    void aLoginThatNobodyHasIsNamed() throws Exception {
        offer(CHART, "packed");
        tokenWanted = true;
        challenge = "Basic realm=\"r\"";
        assertThatThrownBy(this::chart)
                .hasMessageContaining("asks for a login")
                .hasMessageContaining("withRegistryLogin");
        challenge = "Bearer realm=\"http://auth.example.com/token\"";
        assertThatThrownBy(this::chart).hasMessageContaining("asks for a login");
    }

    @Test
    void whatIsNotWhatTheManifestNamesIsRefused() throws Exception {
        String digest = offer(CHART, "packed");
        web.put(BASE + "blobs/" + digest, "changed");
        assertThatThrownBy(this::chart).isInstanceOf(Fetcher.ChecksumException.class);
        web.put(BASE + "manifests/1.30.3", "{\"layers\":[{\"mediaType\":\"" + CHART + "\",\"digest\":\"../../x\"}]}");
        assertThatThrownBy(this::chart).hasMessageContaining("no SHA-256 digest");
    }

    @Test
    void whatIsNotThereOrNoChartIsNamed() throws Exception {
        assertThatThrownBy(this::chart).isInstanceOf(FileNotFoundException.class);
        offer("application/vnd.oci.image.layer.v1.tar+gzip", "an image");
        assertThatThrownBy(this::chart).hasMessageContaining("is no Helm chart");
    }

    private String chart() throws IOException {
        return new String(
                new OciRegistry(URI.create("oci://r.example.com/charts/"), downloads).chart("base", "1.30.3"),
                StandardCharsets.UTF_8);
    }

    private String offer(String type, String content) throws Exception {
        String digest = "sha256:"
                + HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        web.put(
                BASE + "manifests/1.30.3",
                "{\"layers\":[{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\"}]}");
        web.put(BASE + "blobs/" + digest, content);
        return digest;
    }
}
