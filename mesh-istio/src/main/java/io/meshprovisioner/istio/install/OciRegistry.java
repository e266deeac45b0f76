package io.meshprovisioner.istio.install;

import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.Downloads.UnauthorizedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Charts as an OCI registry holds them: a manifest under the chart's name and version, and in it the digest of the packed
 * chart, by which what comes is checked. Anybody's token is asked for where the registry wants one (Distribution
 * Specification, and Docker's token scheme); with the user's login where one is known. Proxies are {@link Downloads}' matter.
 */
final class OciRegistry {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private static final Pattern PARAMETER = Pattern.compile("(realm|service|scope)=\"([^\"]*)\"");

    private final URI registry;
    private final Fetcher fetcher;
    private String token = "";

    /** @param registry such as {@code oci://gcr.io/istio-release/charts} */
    OciRegistry(URI registry, Downloads downloads) {
        this.registry = registry;
        this.fetcher = new Fetcher(downloads);
    }

    /**
     * The packed chart.
     *
     * @throws FileNotFoundException when the registry has no such chart or not in this version
     * @throws Fetcher.ChecksumException when what came is not what the manifest names
     */
    byte[] chart(String name, String version) throws IOException {
        String path = registry.getPath().replaceFirst("^/*", "").replaceFirst("/*$", "") + "/" + name;
        String base = "https://" + registry.getAuthority() + "/v2/" + path;
        Tree manifest = new Tree(Yaml.map(
                new String(get(URI.create(base + "/manifests/" + version), MANIFEST), StandardCharsets.UTF_8)));
        for (Tree layer : manifest.items("layers")) {
            if (layer.text("mediaType").equals(CHART)) {
                String digest = layer.text("digest");
                if (!digest.matches("sha256:[0-9a-f]{64}")) {
                    throw new IOException("The manifest of " + path + ":" + version + " names no SHA-256 digest.");
                }
                URI blob = URI.create(base + "/blobs/" + digest);
                return fetcher.checked(blob, get(blob, CHART), digest.substring("sha256:".length()));
            }
        }
        throw new IOException(path + ":" + version + " in " + registry + " is no Helm chart.");
    }

    private byte[] get(URI address, String type) throws IOException {
        try {
            return fetcher.bytes(address, headers(type));
        } catch (UnauthorizedException e) {
            if (!token.isEmpty()) {
                throw e;
            }
            token = newToken(e.challenge());
            return fetcher.bytes(address, headers(type));
        }
    }

    private Map<String, String> headers(String type) {
        return token.isEmpty()
                ? Map.of("Accept", type)
                : Map.of("Accept", type, Fetcher.AUTHORIZATION, "Bearer " + token);
    }

    /** Where the challenge says that tokens are; only there, and only by https. */
    private String newToken(String challenge) throws IOException {
        Map<String, String> said = new java.util.HashMap<>();
        Matcher parameters = PARAMETER.matcher(challenge);
        while (parameters.find()) {
            said.put(parameters.group(1), parameters.group(2));
        }
        String realm = said.getOrDefault("realm", "");
        if (!challenge.startsWith("Bearer ") || !realm.startsWith("https://")) {
            throw new IOException("The registry " + registry.getAuthority() + " asks for a login that it was not "
                    + "given or does not take: say withRegistryLogin(..), or use a mirror that needs none.");
        }
        URI address = URI.create(realm + "?service=" + encoded(said.getOrDefault("service", "")) + "&scope="
                + encoded(said.getOrDefault("scope", "")));
        // The user's login where there is one, else anybody's token.
        Map<String, String> login = fetcher.login(URI.create("https://" + registry.getAuthority()))
                .map(known -> Map.of(Fetcher.AUTHORIZATION, known.authorization()))
                .orElse(Map.of());
        Tree answer = new Tree(Yaml.map(new String(fetcher.bytes(address, login), StandardCharsets.UTF_8)));
        String found = answer.text("token").isEmpty() ? answer.text("access_token") : answer.text("token");
        if (found.isEmpty()) {
            throw new IOException(realm + " gave no token.");
        }
        return found;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
