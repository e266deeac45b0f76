package io.meshprovisioner.testkit.charts;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Gateway API's releases: CRDs of our own that have the real ones' names, versions and annotations, and take any
 * content.
 */
final class GatewayApiReleases implements PublicContent {
    private static final Pattern ADDRESS = Pattern.compile(
            "https://github\\.com/kubernetes-sigs/gateway-api/releases/download/(v1\\.[0-5]\\.[0-9])/standard-install\\.yaml");

    private static final String CRD = """
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: %2$s.gateway.networking.k8s.io
              annotations:
                api-approved.kubernetes.io: https://github.com/kubernetes-sigs/gateway-api/pull/2997
                gateway.networking.k8s.io/bundle-version: %4$s
                gateway.networking.k8s.io/channel: standard
            spec:
              group: gateway.networking.k8s.io
              names: {kind: %1$s, listKind: %1$sList, plural: %2$s, singular: %3$s, categories: [gateway-api]}
              scope: %5$s
              versions:
            %6$s""";

    private static final String VERSION = """
              - name: %s
                served: true
                storage: %s
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    /** @param since the minor release whose standard channel has it first */
    private record Kind(String name, String plural, String scope, int since, List<String> versions) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("GatewayClass", "gatewayclasses", "Cluster", 0, List.of("v1", "v1beta1")),
            new Kind("Gateway", "gateways", "Namespaced", 0, List.of("v1", "v1beta1")),
            new Kind("HTTPRoute", "httproutes", "Namespaced", 0, List.of("v1", "v1beta1")),
            new Kind("ReferenceGrant", "referencegrants", "Namespaced", 0, List.of("v1beta1")),
            new Kind("GRPCRoute", "grpcroutes", "Namespaced", 1, List.of("v1")),
            new Kind("BackendTLSPolicy", "backendtlspolicies", "Namespaced", 4, List.of("v1")),
            new Kind("TLSRoute", "tlsroutes", "Namespaced", 5, List.of("v1")));

    @Override
    public Optional<byte[]> get(URI address) {
        Matcher found = ADDRESS.matcher(address.toString());
        return found.matches() ? Optional.of(yaml(found.group(1)).getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static String yaml(String version) {
        int minor = Integer.parseInt(version.split("\\.")[1]);
        return KINDS.stream()
                .filter(kind -> kind.since() <= minor)
                .map(kind -> CRD.formatted(
                        kind.name(),
                        kind.plural(),
                        kind.name().toLowerCase(java.util.Locale.ROOT),
                        version,
                        kind.scope(),
                        kind.versions().stream()
                                .map(name -> VERSION.formatted(
                                        name, name.equals(kind.versions().get(0))))
                                .collect(Collectors.joining())))
                .collect(Collectors.joining());
    }
}
