package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.CredentialScope;
import io.meshprovisioner.testkit.aws.protocol.SigV4;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** EKS bearer tokens: a presigned GetCallerIdentity that names the cluster, and whom it stands for. */
final class Authenticator {
    private static final String PREFIX = "k8s-aws-v1.";
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final int LONGEST = 4096;

    private Authenticator() {}

    static Optional<KubeIdentity> identity(Site site, String clusterName, String token) {
        return site.here().clusters.get(clusterName).filter(Cluster::usable).flatMap(cluster -> caller(
                        site, clusterName, token)
                .flatMap(key -> identity(site, cluster, key)));
    }

    private static Optional<AccessKey> caller(Site site, String cluster, String token) {
        if (!token.startsWith(PREFIX) || token.length() > LONGEST) {
            return Optional.empty();
        }
        URI url;
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(token.substring(PREFIX.length())), StandardCharsets.UTF_8);
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String host = url.getRawAuthority();
        if (host == null || url.getRawQuery() == null || token.endsWith("=")) {
            return Optional.empty();
        }
        Request request = new Request(
                "GET",
                url.getRawPath() == null ? "/" : url.getRawPath(),
                url.getRawQuery(),
                Map.of("host", List.of(host), "x-k8s-aws-id", List.of(cluster)),
                new byte[0]);
        return CredentialScope.presigned(request)
                .filter(scope -> scope.service().equals("sts"))
                .filter(scope -> List.of(scope.signedHeaders().split(";", -1)).contains("x-k8s-aws-id"))
                .filter(scope -> request.query("Action").equals(Optional.of("GetCallerIdentity")))
                .filter(scope -> fresh(site, request))
                .flatMap(scope -> site.store()
                        .keys
                        .get(scope.accessKeyId())
                        .filter(key -> key.expires().map(site.now()::isBefore).orElse(true))
                        .filter(key -> key.sessionToken().equals(request.query("X-Amz-Security-Token")))
                        .filter(key -> !site.options().verifySignatures()
                                || site.account().signatures().matchesPresigned(request, scope, key.secret())));
    }

    private static boolean fresh(Site site, Request request) {
        Optional<Instant> signed = SigV4.signedAt(request);
        return signed.filter(at ->
                        !at.plus(LIFE).isBefore(site.now()) && !at.minus(LIFE).isAfter(site.now()))
                .isPresent();
    }

    private static Optional<KubeIdentity> identity(Site site, Cluster cluster, AccessKey key) {
        String principal = AccessEntries.iamPrincipal(key.principalArn());
        Optional<KubeIdentity> byEntry = cluster.access().usesEntries()
                ? entry(site, cluster, principal).map(entry -> byEntry(entry, key))
                : Optional.empty();
        return byEntry.or(() -> creator(cluster, principal, key))
                .or(() -> cluster.access().usesConfigMap()
                        ? AwsAuth.find(site, cluster.name(), principal)
                                .map(mapping -> identity(mapping.username(), mapping.groups(), key))
                        : Optional.empty());
    }

    /** Sessions do not tell their role's path: entries are found by the role's name. */
    private static Optional<AccessEntry> entry(Site site, Cluster cluster, String principal) {
        String pathless = principal.replaceFirst(":role/.*/", ":role/");
        return site.here().accessEntries.under(cluster.name() + "/").stream()
                .filter(entry -> entry.principalArn().equals(principal)
                        || entry.principalArn()
                                .replaceFirst(":role/.*/", ":role/")
                                .equals(pathless))
                .findFirst();
    }

    private static KubeIdentity byEntry(AccessEntry entry, AccessKey key) {
        List<String> groups = new ArrayList<>(entry.groups());
        entry.policies().forEach((arn, scope) -> {
            String policy = arn.substring(arn.lastIndexOf('/') + 1);
            if (policy.equals(AccessPolicies.CLUSTER_ADMIN)
                    && scope.namespaces().isEmpty()) {
                groups.add("system:masters");
            } else if (scope.namespaces().isEmpty()) {
                groups.add("eks:access-policy:" + policy);
            } else {
                scope.namespaces().forEach(space -> groups.add("eks:access-policy:" + policy + ":" + space));
            }
        });
        String session = key.principalArn().substring(key.principalArn().lastIndexOf('/') + 1);
        return identity(entry.username().replace("{{SessionName}}", session), groups, key);
    }

    /** Without access entries the maker is an administrator that no list shows. */
    private static Optional<KubeIdentity> creator(Cluster cluster, String principal, AccessKey key) {
        boolean hidden = !cluster.access().usesEntries()
                && cluster.access().creatorAdmin()
                && cluster.access().creatorArn().equals(principal);
        return hidden ? Optional.of(identity("kubernetes-admin", List.of("system:masters"), key)) : Optional.empty();
    }

    private static KubeIdentity identity(String user, List<String> groups, AccessKey key) {
        List<String> all = new ArrayList<>(groups);
        all.add("system:authenticated");
        return new KubeIdentity(user, all, key.id());
    }
}
